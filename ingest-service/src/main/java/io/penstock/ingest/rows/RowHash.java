package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.filter.RowVersion;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What counts as the content of a row: SHA-256 over canonical JSON. Field order does not count, a null field is an
 * absent field, {@code 1.0} is {@code 1}; a null inside an array is a value.
 */
public final class RowHash {
    private static final int USUAL_LENGTH = 1_024;
    private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

    private RowHash() {}

    /**
     * The hash, lower-case hex.
     *
     * @param ignored a column that does not count (the watermark column: a batch job that stamps every row changes
     *     nothing), or null
     */
    public static String of(ObjectNode row, String ignored) {
        StringBuilder canonical = new StringBuilder(USUAL_LENGTH);
        write(row, ignored, canonical);
        return HexFormat.of().formatHex(RowVersion.sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(JsonNode node, String ignored, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, ignored, out);
            case ARRAY -> {
                out.append('[');
                for (JsonNode item : node) {
                    write(item, null, out);
                    out.append(',');
                }
                out.append(']');
            }
            case NUMBER -> out.append(number(node));
            case STRING -> text(node.textValue(), out);
            default -> out.append(node.asText());
        }
    }

    private static void object(JsonNode node, String ignored, StringBuilder out) {
        List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(node.size());
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getValue().isNull() && !field.getKey().equals(ignored)) {
                fields.add(field);
            }
        }
        fields.sort(Map.Entry.comparingByKey());
        out.append('{');
        for (Map.Entry<String, JsonNode> field : fields) {
            text(field.getKey(), out);
            out.append(':');
            write(field.getValue(), null, out);
            out.append(',');
        }
        out.append('}');
    }

    /**
     * Canonical text of a number. One that does not end in 0 is its own canonical form. A BigDecimal keeps its text
     * once it was asked for, so what is written here need not be made again when the row is sent.
     */
    static String number(JsonNode node) {
        if ((node.isInt() || node.isLong()) && node.longValue() % 10 != 0) {
            return Long.toString(node.longValue());
        }
        BigDecimal value = node.decimalValue();
        String text = value.toString();
        if (value.scale() > 0 && text.charAt(text.length() - 1) != '0' && text.indexOf('E') < 0) {
            return text;
        }
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toString();
    }

    private static void text(String value, StringBuilder out) {
        out.append('"');
        ESCAPES.quoteAsString(value, out);
        out.append('"');
    }
}
