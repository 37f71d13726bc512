package io.penstock.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may change within {@code v1} of a public record: optional fields and enum values may be added, nothing else.
 *
 * <p>Works on schemas without references. Descriptions are free.
 */
final class Compatibility {
    private final List<String> breaches = new ArrayList<>();

    private Compatibility() {}

    /** One sentence per breach, naming record and field; empty if consumers of the released schema can go on. */
    static List<String> breaches(String record, JsonNode released, JsonNode current) {
        Compatibility compared = new Compatibility();
        compared.compare(record, released, current);
        return compared.breaches;
    }

    private void compare(String field, JsonNode released, JsonNode current) {
        for (String keyword : List.of("type", "format")) {
            if (!released.path(keyword).equals(current.path(keyword))) {
                breaches.add("%s was released with %s %s and now has %s"
                        .formatted(field, keyword, word(released.path(keyword)), word(current.path(keyword))));
            }
        }
        compareValues(field, released, current);
        compareFields(field, released, current);
        compareInside(field + "[]", released.path("items"), current.path("items"));
        compareInside(field + "{}", released.path("additionalProperties"), current.path("additionalProperties"));
    }

    private void compareInside(String field, JsonNode released, JsonNode current) {
        if (released.isObject() || current.isObject()) {
            compare(field, released, current);
        }
    }

    private void compareValues(String field, JsonNode released, JsonNode current) {
        Set<String> now = texts(current.path("enum"));
        if (!released.has("enum") && current.has("enum")) {
            breaches.add(field + " was released open and now allows only " + now);
        } else if (released.has("enum") && !current.has("enum")) {
            breaches.add(field + " was released with a list of values and now has none");
        }
        for (String value : texts(released.path("enum"))) {
            if (current.has("enum") && !now.contains(value)) {
                breaches.add("%s was released with the value %s, which is gone".formatted(field, value));
            }
        }
    }

    private void compareFields(String record, JsonNode released, JsonNode current) {
        JsonNode fields = current.path("properties");
        released.path("properties").properties().forEach(field -> {
            String name = record + "." + field.getKey();
            if (fields.has(field.getKey())) {
                compare(name, field.getValue(), fields.get(field.getKey()));
            } else {
                breaches.add(name + " was released and is gone: removed or renamed");
            }
        });
        Set<String> before = texts(released.path("required"));
        Set<String> now = texts(current.path("required"));
        for (String name : now) {
            if (!before.contains(name)) {
                breaches.add("%s.%s is now required: records written before do not have it".formatted(record, name));
            }
        }
        for (String name : before) {
            if (!now.contains(name) && fields.has(name)) {
                breaches.add("%s.%s was released as always there and now may be absent".formatted(record, name));
            }
        }
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> texts = new TreeSet<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static String word(JsonNode value) {
        return value.isMissingNode() ? "none" : value.asText();
    }
}
