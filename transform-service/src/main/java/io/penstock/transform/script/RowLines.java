package io.penstock.transform.script;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.transform.script.protocol.Lines;
import io.penstock.transform.script.protocol.Place;
import io.penstock.transform.script.protocol.ScriptErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows and answers as the lines that cross to a worker; the format is described in {@code harness.js}. */
final class RowLines {
    private static final Pattern FIELDS = Pattern.compile("\u001f");

    private static final Pattern HALF =
            Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*+)(?:\\\\ud[89ab][0-9a-f]{2}(?!\\\\ud[c-f])"
                    + "|(?<!\\\\ud[89ab][0-9a-f]{2})\\\\ud[c-f][0-9a-f]{2})");

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** Bytes of rows that are parsed at once; with more a batch of large ones would have to be in memory as a whole. */
    private static final int PIECE = 65_536;

    /** What crosses of a row beside its text and its key: its time and what stands between them. */
    private static final int BESIDE = 48;

    private static final byte[] BETWEEN = PlainJson.ascii(",\r");

    private RowLines() {}

    /** A row's part of a batch. */
    record Line(byte[] json, Row row) {
        int length() {
            return json.length + row.key().length();
        }
    }

    static Line line(Row row) {
        return new Line(unbroken(row.json()).getBytes(StandardCharsets.UTF_8), row);
    }

    /** Inside a text of JSON line breaks are always escaped, so these stand between its parts. */
    private static String unbroken(String json) {
        return json.indexOf('\n') < 0 && json.indexOf('\r') < 0
                ? json
                : json.replace('\n', ' ').replace('\r', ' ');
    }

    /** A batch as it crosses: rows in pieces, then what scripts are told beside them. */
    static Lines batch(List<Line> lines) {
        int length = lines.stream().mapToInt(Line::length).sum();
        var text = new JsonBytes(length + BESIDE * lines.size());
        var ends = IntStream.builder();
        int room = 0;
        for (Line line : lines) {
            if (room >= line.json().length) {
                text.raw(BETWEEN);
            } else {
                end(text, ends);
                text.raw('[');
                room = PIECE;
            }
            text.raw(line.json());
            room -= line.json().length;
        }
        end(text, ends);
        contexts(text, lines);
        ends.add(text.length());
        return new Lines(text.array(), ends.build().toArray());
    }

    /** Ends a piece, if there is one. */
    private static void end(JsonBytes text, IntStream.Builder ends) {
        if (text.length() > 0) {
            ends.add(text.raw(']').length());
        }
    }

    private static void contexts(JsonBytes text, List<Line> lines) {
        char before = '[';
        for (Line line : lines) {
            text.raw(before).quoted(line.row().key()).raw(',').time(line.row().asOf());
            before = ',';
        }
        text.raw(']');
    }

    /** {@link IllegalArgumentException} for a line no honest worker writes. */
    static RowResult result(String line) {
        if (line.isEmpty()) throw new IllegalArgumentException("empty line");
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case 'd' -> new RowResult.Dropped();
            case 'o' -> value(wellFormed(rest));
            case 'x' -> new RowResult.Failed(RowError.of(ScriptErrorCode.valueOf(rest)));
            case 'e' -> new RowResult.Failed(thrown(FIELDS.split(rest, -1)));
            default -> throw new IllegalArgumentException("line of an unknown kind");
        };
    }

    /**
     * Half an emoji, as of a text cut in its middle, is no text for whoever reads the answer: it becomes what UTF-8
     * makes of it elsewhere. Engines write an escape for it and for nothing else of that range.
     */
    private static String wellFormed(String json) {
        return json.contains("\\ud") ? HALF.matcher(json).replaceAll("$1\ufffd") : json;
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
