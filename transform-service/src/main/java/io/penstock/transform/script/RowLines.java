package io.penstock.transform.script;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;

/** Rows and answers as the lines that cross to a worker; the format is described in {@code harness.js}. */
final class RowLines {
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    /** Keeps the digits of every number as V8 wrote them. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private RowLines() {}

    static String line(Row row) {
        var text = new StringWriter(256);
        try (JsonGenerator out = MAPPER.createGenerator(text)) {
            out.writeStartArray();
            out.writeTree(row.value());
            out.writeString(row.key());
            out.writeString(row.asOf().toString());
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    /** {@link IllegalArgumentException} for a line no honest worker writes. */
    static RowResult result(String line) {
        if (line.isEmpty()) throw new IllegalArgumentException("empty line");
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case 'd' -> new RowResult.Dropped();
            case 'o' -> value(rest);
            case 'x' -> new RowResult.Failed(RowError.of(ScriptErrorCode.valueOf(rest)));
            case 'e' -> new RowResult.Failed(thrown(FIELDS.split(rest, -1)));
            default -> throw new IllegalArgumentException("line of an unknown kind");
        };
    }

    private static RowResult value(String json) {
        try {
            JsonNode value = MAPPER.readTree(json);
            if (!value.isContainerNode()) throw new IllegalArgumentException("a value that is no object and no array");
            if (value.isArray() && !holdsCalls(value)) {
                return new RowResult.Failed(RowError.of(ScriptErrorCode.BAD_RETURN));
            }
            return new RowResult.Ok(value);
        } catch (JsonProcessingException e) {
            return new RowResult.Failed(RowError.of(ScriptErrorCode.OUTPUT_NOT_READABLE));
        }
    }

    /** The worker asks the same, but before the script's own {@code toJSON} has run. */
    private static boolean holdsCalls(JsonNode calls) {
        for (JsonNode call : calls) if (!call.path("type").isTextual()) return false;
        return true;
    }

    private static RowError thrown(String[] fields) {
        if (fields.length != 5) throw new IllegalArgumentException("an error of " + fields.length + " fields");
        var place = new Place(fields[2], Integer.parseInt(fields[3]), Integer.parseInt(fields[4]));
        return new RowError(ScriptErrorCode.SCRIPT_THREW, fields[0], fields[1], place);
    }
}
