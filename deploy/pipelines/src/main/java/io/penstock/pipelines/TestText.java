package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A JSON file as somebody wrote it, and where in it everything stands: one value, each key once, nothing behind it. A
 * byte order mark at its beginning is no part of the text.
 *
 * @param text what stands in the file
 * @param values JSON pointer to where the value begins and ends
 * @param keys JSON pointer to where the key begins that leads there
 */
record TestText(Path path, String text, JsonNode tree, Map<String, Range> values, Map<String, JsonLocation> keys) {
    private static final String MARK = "\ufeff";

    /** From where to where; the end is what follows. */
    record Range(JsonLocation begin, int end) {
        int start() {
            return (int) begin.getCharOffset();
        }
    }

    /** Reads one. @throws CommandFailedException if it is no such file; the message names the place */
    static TestText read(Path path) {
        try {
            String all = Files.readString(path);
            String text = all.startsWith(MARK) ? all.substring(MARK.length()) : all;
            return of(path, text);
        } catch (CharacterCodingException e) {
            throw new CommandFailedException(path + ": expected UTF-8 text, found bytes that are none");
        } catch (JsonProcessingException e) {
            String what = e.getOriginalMessage().lines().findFirst().orElse("");
            throw failure(path, e.getLocation(), "expected JSON, found a mistake: " + what);
        } catch (IOException e) {
            throw new CommandFailedException("cannot read " + path);
        }
    }

    private static TestText of(Path path, String text) throws IOException {
        Map<String, Range> values = new HashMap<>();
        Map<String, JsonLocation> keys = new HashMap<>();
        try (JsonParser parser = Json.config().createParser(text)) {
            parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            if (parser.nextToken() == null) {
                throw failure(path, null, "expected a test, found nothing in the file");
            }
            walk(parser, "", values, keys);
            if (parser.nextToken() != null) {
                throw failure(path, parser.currentTokenLocation(), "expected the end of the file, found more");
            }
        }
        return new TestText(path, text, Json.config().readTree(text), values, keys);
    }

    private static void walk(
            JsonParser parser, String pointer, Map<String, Range> values, Map<String, JsonLocation> keys)
            throws IOException {
        JsonLocation begin = parser.currentTokenLocation();
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String child = child(pointer, parser.currentName());
                keys.put(child, parser.currentTokenLocation());
                parser.nextToken();
                walk(parser, child, values, keys);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                walk(parser, pointer + "/" + i, values, keys);
            }
        } else {
            parser.finishToken();
        }
        values.put(pointer, new Range(begin, (int) parser.currentLocation().getCharOffset()));
    }

    /** Pointer to what the key leads to. */
    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    /** What is wrong with the value there. */
    CommandFailedException atValue(String pointer, String message) {
        Range range = values.get(pointer);
        return failure(path, range == null ? null : range.begin(), message);
    }

    /** What is wrong with the key that leads there. */
    CommandFailedException atKey(String pointer, String message) {
        return keys.containsKey(pointer) ? failure(path, keys.get(pointer), message) : atValue(pointer, message);
    }

    private static CommandFailedException failure(Path path, JsonLocation place, String message) {
        int line = place == null ? 1 : Math.max(1, place.getLineNr());
        int column = place == null ? 1 : Math.max(1, place.getColumnNr());
        return new CommandFailedException("%s:%d:%d: %s".formatted(path, line, column, message));
    }

    /** The value there, as it is written. */
    String written(String pointer) {
        Range range = values.get(pointer);
        return text.substring(range.start(), range.end());
    }

    /** Writes another value in place of the one there; every other byte of the file stays. */
    void replace(String pointer, String value) {
        Range range = values.get(pointer);
        try {
            String mark = Files.readString(path).startsWith(MARK) ? MARK : "";
            Files.writeString(path, mark + text.substring(0, range.start()) + value + text.substring(range.end()));
        } catch (IOException e) {
            throw new CommandFailedException("cannot write " + path);
        }
    }
}
