package io.penstock.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schemas that other teams read: shape from the record, words and presence from its {@link FieldNotes}.
 *
 * <p>Draft 7 and without references, because that is what AsyncAPI tools read.
 */
final class PublicSchemas {
    /** The topics other teams may read. */
    static final List<Topic<?>> TOPICS = List.of(Topics.PROFILES, Topics.DECISIONS, Topics.OUTCOMES);

    private PublicSchemas() {}

    static ObjectNode of(Class<?> type) {
        FieldNotes notes = FieldNotes.of(type);
        ObjectNode generated = WireSchemas.generator(
                        SchemaVersion.DRAFT_7, Option.INLINE_ALL_SCHEMAS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES)
                .generateSchema(type);
        ObjectNode schema = Json.config().createObjectNode();
        schema.set("$schema", generated.remove("$schema"));
        schema.put("$id", "urn:penstock:schema:public:" + type.getSimpleName());
        schema.put("title", type.getSimpleName());
        schema.put("description", notes.of(".").words());
        schema.setAll(describe(generated, "", notes));
        return schema;
    }

    /** Every field of the record as the notes spell it: {@code a}, {@code a.b}, {@code list[].b}, {@code map{}}. */
    static ObjectNode describe(ObjectNode node, String path, FieldNotes notes) {
        ObjectNode properties = (ObjectNode) node.get("properties");
        if (properties != null) {
            node.remove("required");
            ArrayNode always = Json.config().createArrayNode();
            for (Map.Entry<String, JsonNode> field : properties.properties()) {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                FieldNotes.Note note = notes.of(name);
                ((ObjectNode) field.getValue()).put("description", note.words());
                describe((ObjectNode) field.getValue(), name, notes);
                if (note.presence() == FieldNotes.Presence.ALWAYS) {
                    always.add(field.getKey());
                }
            }
            if (!always.isEmpty()) {
                node.set("required", always);
            }
        }
        if (node.get("items") instanceof ObjectNode items) {
            describe(items, path + "[]", notes);
        }
        if (node.get("additionalProperties") instanceof ObjectNode values) {
            describe(values, path + "{}", notes);
            if (!values.has("properties")) {
                values.put("description", notes.of(path + "{}").words());
            }
        }
        return node;
    }

    static String text(JsonNode schema) {
        return schema.toPrettyString() + "\n";
    }
}
