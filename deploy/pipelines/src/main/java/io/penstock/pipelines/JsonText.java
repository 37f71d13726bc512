package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;

/** JSON for people: what fits stands on one line, the rest is broken. */
final class JsonText {
    private static final int WIDTH = 140;

    private JsonText() {}

    /** The text, without a line break at its end. */
    static String of(JsonNode node) {
        return of(node, "");
    }

    /** The text as it stands behind that white space, without it on its first line. */
    static String of(JsonNode node, String indent) {
        String line = line(node);
        if (!node.isContainerNode()
                || node.isEmpty()
                || indent.length() + line.length() <= WIDTH && !indent.isEmpty()) {
            return line;
        }
        String deeper = indent + "  ";
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> parts.add(deeper + of(item, deeper)));
        } else {
            node.properties()
                    .forEach(entry -> parts.add(deeper + quoted(entry.getKey()) + ": " + of(entry.getValue(), deeper)));
        }
        String ends = node.isArray() ? "[]" : "{}";
        return ends.charAt(0) + "\n" + String.join(",\n", parts) + "\n" + indent + ends.charAt(1);
    }

    /** On one line. */
    static String line(JsonNode node) {
        List<String> parts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(item -> parts.add(line(item)));
            return "[" + String.join(", ", parts) + "]";
        }
        if (node.isObject()) {
            node.properties().forEach(entry -> parts.add(quoted(entry.getKey()) + ": " + line(entry.getValue())));
            return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
        }
        return written(node);
    }

    private static String quoted(String text) {
        return written(Json.config().getNodeFactory().textNode(text));
    }

    private static String written(JsonNode leaf) {
        try {
            return Json.config().writeValueAsString(leaf);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a leaf can be written", e);
        }
    }
}
