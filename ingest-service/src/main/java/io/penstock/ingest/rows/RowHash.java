package io.penstock.ingest.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.filter.RowVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.TreeMap;

/**
 * What counts as the content of a row: SHA-256 over canonical JSON. Field order does not count, a null field is an
 * absent field, {@code 1.0} is {@code 1}; a null inside an array is a value.
 */
public final class RowHash {
    private RowHash() {}

    /**
     * The hash, lower-case hex.
     *
     * @param ignored a column that does not count (the watermark column: a batch job that stamps every row changes
     *     nothing), or null
     */
    public static String of(ObjectNode row, String ignored) {
        StringBuilder canonical = new StringBuilder();
        write(row, ignored, canonical);
        return HexFormat.of().formatHex(RowVersion.sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(JsonNode node, String ignored, StringBuilder out) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> {
                if (!field.getValue().isNull() && !field.getKey().equals(ignored)) {
                    fields.put(field.getKey(), field.getValue());
                }
            });
            out.append('{');
            fields.forEach((name, value) -> {
                text(name, out);
                out.append(':');
                write(value, null, out);
                out.append(',');
            });
            out.append('}');
        } else if (node.isArray()) {
            out.append('[');
            node.forEach(item -> {
                write(item, null, out);
                out.append(',');
            });
            out.append(']');
        } else if (node.isNumber()) {
            BigDecimal value = node.decimalValue();
            out.append(value.signum() == 0 ? "0" : value.stripTrailingZeros().toString());
        } else if (node.isTextual()) {
            text(node.textValue(), out);
        } else {
            out.append(node.asText());
        }
    }

    private static void text(String value, StringBuilder out) {
        out.append(JsonNodeFactory.instance.textNode(value));
    }
}
