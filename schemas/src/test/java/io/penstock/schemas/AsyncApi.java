package io.penstock.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The AsyncAPI 3.0 document of the public topics, from the catalogue, the public schemas and the golden examples. */
final class AsyncApi {
    private AsyncApi() {}

    /** The document as YAML; the same bytes for the same contract. */
    static String document() {
        ObjectNode document = Json.config().createObjectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Penstock: public topics")
                .put("version", "1")
                .put(
                        "description",
                        "Who is who, why, and what became of each call. What each topic promises: topics.md.")
                .putObject("license")
                .put("name", "Apache-2.0");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        for (Topic<?> topic : PublicSchemas.TOPICS) {
            channel(channels.putObject(channelId(topic)), topic);
            operation(operations.putObject("read-" + channelId(topic)), topic);
        }
        StringBuilder yaml = new StringBuilder(
                "# Generated from the contract: mvn -pl schemas test -Dtest=PublicContractTest -Dupdate\n");
        write(yaml, document, "");
        return yaml.toString();
    }

    private static String channelId(Topic<?> topic) {
        return topic.name().split("\\.")[1];
    }

    private static void channel(ObjectNode channel, Topic<?> topic) {
        String record = topic.type().getSimpleName();
        channel.put("address", topic.name());
        channel.put("description", FieldNotes.of(topic.type()).of(".").words());
        ObjectNode message = channel.putObject("messages").putObject(record);
        message.put("contentType", "application/json");
        message.putObject("payload")
                .put("schemaFormat", "application/schema+json;version=draft-07")
                .putObject("schema")
                .put("$ref", "./schemas/" + record + ".json");
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("description", key(topic));
        ArrayNode examples = message.putArray("examples");
        Goldens.all().stream()
                .filter(golden -> golden.type() == topic.type())
                .forEach(golden ->
                        examples.addObject().put("name", golden.name()).set("payload", tree(golden)));
        ObjectNode kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("bindingVersion", "0.5.0").put("topic", topic.name());
        ObjectNode settings = kafka.putObject("topicConfiguration");
        switch (topic.cleanup()) {
            case Topic.Cleanup.Compact _ -> settings.putArray("cleanup.policy").add("compact");
            case Topic.Cleanup.Delete delete -> {
                settings.putArray("cleanup.policy").add("delete");
                settings.put("retention.ms", delete.retention().toMillis());
            }
        }
    }

    private static String key(Topic<?> topic) {
        String key = "Profile id, UTF-8 text.";
        return topic == Topics.DECISIONS ? key + " The workspace for a decision that names nobody." : key;
    }

    private static void operation(ObjectNode operation, Topic<?> topic) {
        operation.put("action", "send");
        operation.put("summary", "Penstock writes, you read, with isolation.level=read_committed.");
        operation.putObject("channel").put("$ref", "#/channels/" + channelId(topic));
    }

    private static JsonNode tree(Goldens.Golden golden) {
        try {
            return Json.wire().readTree(golden.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(golden.name(), e);
        }
    }

    /** Block style for what has an inside, JSON for the rest, so that no text is taken for a date. */
    private static void write(StringBuilder yaml, JsonNode node, String indent) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            yaml.append(indent).append(key(field.getKey())).append(':');
            value(yaml, field.getValue(), indent);
        }
    }

    private static void value(StringBuilder yaml, JsonNode value, String indent) {
        if (value.isObject() && !value.isEmpty()) {
            yaml.append('\n');
            write(yaml, value, indent + "  ");
        } else if (value.isArray() && !value.isEmpty()) {
            yaml.append('\n');
            for (JsonNode item : value) {
                yaml.append(indent).append("  -");
                value(yaml, item, indent + "  ");
            }
        } else {
            yaml.append(' ').append(value).append('\n');
        }
    }

    private static String key(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_.-]*") ? name : '"' + name + '"';
    }
}
