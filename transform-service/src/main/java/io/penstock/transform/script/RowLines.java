package io.penstock.transform.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Rows and answers as the lines that cross to a worker; the format is described in {@code harness.js}. */
final class RowLines {
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private RowLines() {}

    /** A row's part of a batch: its text on one line, and its key and time for the last one. */
    record Line(String row, String context) {
        int length() {
            return row.length() + context.length();
        }
    }

    static Line line(Row row) {
        // Inside a text of JSON a line break is always escaped, so these stand between its parts.
        String oneLine = row.json().indexOf('\n') < 0 ? row.json() : row.json().replace('\n', ' ');
        return new Line(oneLine, quoted(row.key()) + ',' + quoted(InstantText.format(row.asOf())));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** A batch as it crosses. */
    static String batch(List<Line> lines) {
        var text = new StringBuilder(lines.stream().mapToInt(Line::length).sum() + 2 * lines.size() + 2);
        lines.forEach(line -> text.append(line.row()).append('\n'));
        for (int i = 0; i < lines.size(); i++) {
            text.append(i == 0 ? '[' : ',').append(lines.get(i).context());
        }
        return text.append(']').toString();
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

    /**
     * Reads the answer to its end without keeping it: what is no JSON value, or more than one, must not pass as one.
     */
    private static RowResult value(String json) {
        if (PlainJson.isObject(json.getBytes(StandardCharsets.UTF_8))) {
            return new RowResult.Ok(json);
        }
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY && !holdsCalls(parser)) {
                return new RowResult.Failed(RowError.of(ScriptErrorCode.BAD_RETURN));
            }
            if (first == JsonToken.START_OBJECT) {
                parser.skipChildren();
            } else if (first != JsonToken.START_ARRAY) {
                throw new IllegalArgumentException("a value that is no object and no array");
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("more than one value");
            }
            return new RowResult.Ok(json);
        } catch (IOException e) {
            return new RowResult.Failed(RowError.of(ScriptErrorCode.OUTPUT_NOT_READABLE));
        }
    }

    /** The worker asks the same, but before the script's own {@code toJSON} has run. Reads to the end of the array. */
    private static boolean holdsCalls(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            boolean hasType = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                hasType = name.equals("type") ? value == JsonToken.VALUE_STRING : hasType;
                parser.skipChildren();
            }
            if (!hasType) return false;
        }
        return parser.currentToken() == JsonToken.END_ARRAY;
    }

    private static RowError thrown(String[] fields) {
        if (fields.length != 5) throw new IllegalArgumentException("an error of " + fields.length + " fields");
        var place = new Place(fields[2], Integer.parseInt(fields[3]), Integer.parseInt(fields[4]));
        return new RowError(ScriptErrorCode.SCRIPT_THREW, fields[0], fields[1], place);
    }
}
