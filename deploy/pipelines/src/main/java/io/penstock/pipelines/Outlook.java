package io.penstock.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.transform.config.PipelineReader;
import io.penstock.transform.core.value.ValueExpression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a pipeline makes of its columns, as its file says it: no row is read.
 *
 * @param source table, query or feed
 * @param destination connection, or null
 * @param script file name of the script, or null; with one, emits name the script's values and not columns
 * @param uses in the order of the file
 */
record Outlook(String pipeline, String source, String destination, String script, List<Use> uses) {
    /**
     * What one column, or one value of the script, becomes.
     *
     * @param from as the file names it; empty for what is the same for every row
     * @param becomes attribute, event, object, relationship, …
     * @param name under which the destination sees it
     * @param rule the emit, or null
     * @param when its condition, or null for every row
     */
    record Use(String from, String becomes, String name, String rule, String when) {}

    /**
     * Reads it.
     *
     * @throws CommandFailedException if transform-service could not run it
     */
    static Outlook of(ConfigV1 pipeline) {
        try {
            PipelineReader.read(pipeline);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException("pipelines/" + pipeline.name() + "/pipeline.yaml: " + e.getMessage());
        }
        return new Reading(pipeline.spec()).outlook(pipeline.name());
    }

    private static final class Reading {
        private final ObjectNode spec;
        private final List<Use> uses = new ArrayList<>();
        private final Set<String> used = new LinkedHashSet<>();

        Reading(ObjectNode spec) {
            this.spec = spec;
        }

        Outlook outlook(String name) {
            JsonNode source = spec.path("source");
            source.path("key").forEach(column -> column(column, "row key", ""));
            column(source.path("change").path("column"), "watermark", "");
            spec.path("identity")
                    .path("given")
                    .properties()
                    .forEach(entry -> column(entry.getValue(), "identifier", entry.getKey()));
            spec.path("emit").forEach(this::emit);
            String script = text(spec.path("transform").path("script"));
            source.path("contract").path("columns").fieldNames().forEachRemaining(column -> {
                if (!used.contains(column) || script != null) {
                    uses.add(new Use(column, script == null ? "nothing" : "input of " + script, "", null, null));
                }
            });
            return new Outlook(name, from(source), text(spec.path("destination").path("connection")), script, uses);
        }

        /** A column by its name, which need not be written as a value is. */
        private void column(JsonNode column, String becomes, String name) {
            if (column.isTextual()) {
                used.add(column.asText());
                uses.add(new Use(column.asText(), becomes, name, null, null));
            }
        }

        private void emit(JsonNode emit) {
            String type = emit.path("type").asText();
            String rule = Optional.ofNullable(text(emit.path("name")))
                    .or(() -> Optional.ofNullable(text(emit.path("event"))))
                    .orElse(type);
            String when = when(emit.path("when"));
            String thing = "object " + emit.path("objectType").asText();
            int before = uses.size();
            for (String key : List.of("crosses", "changes", "isTrue")) {
                value(emit.path("when").path(key), "condition", key, rule, when);
            }
            value(
                    emit.path("when").path("modelVersion"),
                    "event",
                    emit.path("event").asText() + ".crossing_model_version",
                    rule,
                    when);
            value(emit.path("seen"), type, "name", rule, when);
            value(emit.path("id"), type.equals("delete") ? "deleted " + thing : thing, "id", rule, when);
            value(emit.path("ids"), "relationship", thing, rule, when);
            String attribute = type.equals("object") ? thing + " attribute" : "attribute";
            values(emit.path("attributes"), attribute, "", rule, when);
            if (emit.has("relateTo")) {
                uses.add(new Use("", "relationship", thing, rule, when));
            }
            values(emit.path("relation"), "relation attribute", "", rule, when);
            values(
                    emit.path("properties"),
                    type.equals("track") ? "event" : type,
                    type.equals("track") ? emit.path("event").asText() + "." : "",
                    rule,
                    when);
            emit.path("unset")
                    .forEach(name -> uses.add(new Use("", attribute + " removed", name.asText(), rule, when)));
            if (type.equals("track") && emit.path("properties").isEmpty()) {
                uses.add(new Use("", "event", emit.path("event").asText(), rule, when));
            }
            if (uses.size() == before || type.equals("delete") && !emit.has("id")) {
                uses.add(new Use("", type.equals("delete") ? "deleted person" : type, "", rule, when));
            }
        }

        private void values(JsonNode values, String becomes, String prefix, String rule, String when) {
            values.properties().forEach(entry -> {
                JsonNode given = entry.getValue();
                String name = prefix + entry.getKey();
                if (given.has("value")) {
                    uses.add(new Use("", becomes, name + " = " + JsonText.line(given.get("value")), rule, when));
                } else {
                    value(given.has("from") ? given.get("from") : given, becomes, name, rule, when);
                }
            });
        }

        private void value(JsonNode expression, String becomes, String name, String rule, String when) {
            if (expression.isTextual()) {
                use(expression.textValue(), becomes, name, rule, when);
            }
        }

        private void use(String from, String becomes, String name, String rule, String when) {
            ValueExpression value = ValueExpression.parse(from);
            used.add(value.column().orElse(from));
            uses.add(new Use(from, becomes, value instanceof ValueExpression.Spread ? name + "*" : name, rule, when));
        }

        /** {@code crosses score, above 0.65}: the file's own words, so that none is forgotten. */
        private static String when(JsonNode when) {
            List<String> words = new ArrayList<>();
            when.properties()
                    .forEach(entry ->
                            words.add(entry.getKey() + " " + entry.getValue().asText()));
            return words.isEmpty() ? null : String.join(", ", words);
        }

        private static String from(JsonNode source) {
            for (String key : List.of("table", "events", "webhooks")) {
                if (source.has(key)) {
                    return key.equals("table")
                            ? source.get(key).asText()
                            : key + " " + source.get(key).asText();
                }
            }
            return "query";
        }

        private static String text(JsonNode node) {
            return node.isTextual() ? node.textValue() : null;
        }
    }
}
