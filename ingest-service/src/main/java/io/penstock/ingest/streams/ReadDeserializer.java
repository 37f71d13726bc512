package io.penstock.ingest.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.rows.RawRow;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads a {@link ReadV1} as its serde does, but leaves the row as the text it is ({@link RawRow}). By hand, because the
 * filter does this for every row of every source: what is written as the reader writes it is walked over
 * ({@link ReadScan}), anything else goes through a parser. Thread-safe.
 */
final class ReadDeserializer implements Deserializer<Arrived> {
    private final ReadScan scan = new ReadScan();
    /** Rows of one commit have one time, and parsing it costs as much as the rest of the envelope. */
    private volatile Moment last = new Moment("1970-01-01T00:00:00Z", Instant.EPOCH);

    private record Moment(String text, Instant instant) {}

    @Override
    public Arrived deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        Optional<PlainRead> plain = scan.read(bytes);
        return plain.isPresent() ? plain.get() : new Arrived.Parsed(parse(topic, bytes));
    }

    /** Any read, whoever wrote it. */
    ReadV1 parse(String topic, byte[] bytes) {
        try (JsonParser parser = Json.wire().createParser(bytes)) {
            return read(parser, bytes);
        } catch (IOException | DateTimeException | IllegalArgumentException | NullPointerException e) {
            throw new SerializationException(
                    "expected ReadV1 as JSON on " + topic + ", found " + bytes.length + " bytes of something else");
        }
    }

    private ReadV1 read(JsonParser parser, byte[] bytes) throws IOException {
        String workspace = null;
        String pipeline = null;
        long configVersion = 0;
        String runId = null;
        String rowKey = null;
        Operation operation = null;
        PositionV1 position = null;
        Instant asOf = null;
        List<IdentifierV1> identifiers = null;
        ObjectNode row = null;
        String rowHash = null;
        ReadV1.Mark mark = null;
        expect(parser.nextToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "workspace" -> workspace = parser.getText();
                case "pipeline" -> pipeline = parser.getText();
                case "config_version" -> configVersion = parser.getLongValue();
                case "run_id" -> runId = parser.getText();
                case "row_key" -> rowKey = parser.getText();
                case "operation" -> operation = Operation.valueOf(parser.getText());
                case "position" -> position = position(parser);
                case "as_of" -> asOf = instant(parser.getText());
                case "identifiers" -> identifiers = identifiers(parser);
                case "row" -> row = row(parser, bytes);
                case "row_hash" -> rowHash = parser.getText();
                case "mark" -> mark = ReadV1.Mark.valueOf(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new ReadV1(
                workspace,
                pipeline,
                configVersion,
                runId,
                rowKey,
                operation,
                position,
                asOf,
                identifiers,
                row,
                rowHash,
                mark);
    }

    private PositionV1 position(JsonParser parser) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        String source = null;
        long tableVersion = 0;
        long commitVersion = 0;
        Instant watermark = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "source" -> source = parser.getText();
                case "table_version" -> tableVersion = parser.getLongValue();
                case "commit_version" -> commitVersion = parser.getLongValue();
                case "watermark" -> watermark = instant(parser.getText());
                default -> parser.skipChildren();
            }
        }
        return new PositionV1(source, tableVersion, commitVersion, watermark);
    }

    private Instant instant(String text) {
        Moment known = last;
        if (!known.text().equals(text)) {
            known = new Moment(text, Instant.parse(text));
            last = known;
        }
        return known.instant();
    }

    private static List<IdentifierV1> identifiers(JsonParser parser) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY);
        List<IdentifierV1> found = new ArrayList<>(2);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.START_OBJECT);
            String type = null;
            String value = null;
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "type" -> type = parser.getValueAsString();
                    case "value" -> value = parser.getValueAsString();
                    default -> parser.skipChildren();
                }
            }
            found.add(new IdentifierV1(type, value));
        }
        return found;
    }

    private static RawRow row(JsonParser parser, byte[] bytes) throws IOException {
        expect(parser.currentToken(), JsonToken.START_OBJECT);
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        return new RawRow(bytes, from, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    private static void expect(JsonToken found, JsonToken wanted) {
        if (found != wanted) {
            throw new IllegalArgumentException("expected " + wanted + ", found " + found);
        }
    }
}
