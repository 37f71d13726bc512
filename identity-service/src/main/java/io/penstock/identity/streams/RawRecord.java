package io.penstock.identity.streams;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A {@code RecordV1} as the bytes it came as, with what this service looks at. The bytes go through every hop as they
 * are: a row is read once, by the owner of its profile.
 *
 * @param json the whole record
 * @param asOf null if the record has none
 * @param source of its position, or null
 * @param tableVersion of its position, or -1
 * @param commit version of the commit, else of the table, else -1
 * @param rowStart first byte of the row in {@code json}, or -1 if it has none
 * @param rowEnd byte after the row
 * @param row its scalars; null if they were not read, as they are only for the owner of the profile
 */
record RawRecord(
        byte[] json,
        String workspace,
        String pipeline,
        long configVersion,
        String recordId,
        String rowKey,
        Instant asOf,
        String source,
        long tableVersion,
        long commit,
        List<IdentifierV1> identifiers,
        int rowStart,
        int rowEnd,
        List<RowTraits.Scalar> row) {

    /** What a record is read for. */
    enum Use {
        /** To find its profile: the row is passed over. */
        ORDER,
        /** To keep what it says: identifiers and row key are passed over. */
        TRAITS
    }

    /** @throws SerializationException if it is not the JSON of a record; the message has none of its content */
    static RawRecord read(String topic, byte[] json) {
        try (JsonParser parser = Json.wire().createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                RawRecord record = read(parser, json);
                if (parser.nextToken() == null) {
                    return record;
                }
            }
        } catch (IOException | DateTimeParseException e) {
            throw unreadable(topic, json);
        }
        throw unreadable(topic, json);
    }

    static SerializationException unreadable(String topic, byte[] json) {
        return new SerializationException(
                "expected the JSON of its type on " + topic + ", found " + json.length + " bytes of something else");
    }

    /** Reads the object the parser stands at; leaves it at the end of that. */
    static RawRecord read(JsonParser parser, byte[] whole) throws IOException {
        return read(parser, whole, Use.ORDER);
    }

    /** As the other, but the scalars of the row instead of identifiers and row key. */
    static RawRecord readForTraits(JsonParser parser, byte[] whole) throws IOException {
        return read(parser, whole, Use.TRAITS);
    }

    private static RawRecord read(JsonParser parser, byte[] whole, Use use) throws IOException {
        WireParts.expectObject(parser);
        Reading reading = new Reading(use);
        int start = offset(parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            parser.nextToken();
            reading.take(field, parser, start);
        }
        byte[] json = Arrays.copyOfRange(whole, start, offset(parser) + 1);
        return reading.record(json);
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** As {@code RecordV1} has it. */
    String partitionKey() {
        return identifiers.isEmpty()
                ? pipeline + "|" + rowKey
                : identifiers.getFirst().type() + "|" + identifiers.getFirst().value();
    }

    /** One value after the other, while the record is read. */
    private static final class Reading {
        private final Use use;
        private String workspace;
        private String pipeline;
        private long configVersion;
        private String recordId;
        private String rowKey;
        private Instant asOf;
        private String source;
        private long tableVersion = -1;
        private long commitVersion = -1;
        private List<IdentifierV1> identifiers;
        private int rowStart = -1;
        private int rowEnd = -1;
        private List<RowTraits.Scalar> row;

        private Reading(Use use) {
            this.use = use;
        }

        void take(String field, JsonParser parser, int recordStart) throws IOException {
            switch (field) {
                case "workspace" -> workspace = parser.getValueAsString();
                case "pipeline" -> pipeline = parser.getValueAsString();
                case "config_version" -> configVersion = parser.getValueAsLong();
                case "record_id" -> recordId = parser.getValueAsString();
                case "row_key" -> rowKey = use == Use.ORDER ? parser.getValueAsString() : null;
                case "as_of" ->
                    asOf = parser.currentToken() == JsonToken.VALUE_NULL ? null : InstantText.parse(parser.getText());
                case "identifiers" -> identifiers(parser);
                case "position" -> position(parser);
                case "row" -> row(parser, recordStart);
                default -> parser.skipChildren();
            }
        }

        private void identifiers(JsonParser parser) throws IOException {
            if (use == Use.ORDER || !parser.isExpectedStartArrayToken()) {
                identifiers = WireParts.list(parser, WireParts::identifier);
            } else {
                parser.skipChildren();
                identifiers = List.of();
            }
        }

        private void row(JsonParser parser, int recordStart) throws IOException {
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                rowStart = offset(parser) - recordStart;
                if (use == Use.TRAITS) {
                    row = RowTraits.scalars(parser);
                } else {
                    parser.skipChildren();
                }
                rowEnd = offset(parser) + 1 - recordStart;
            } else {
                parser.skipChildren();
            }
        }

        private void position(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "source" -> source = parser.getValueAsString();
                    case "table_version" -> tableVersion = parser.getValueAsLong();
                    case "commit_version" -> commitVersion = parser.getValueAsLong();
                    default -> parser.skipChildren();
                }
            }
        }

        RawRecord record(byte[] json) throws IOException {
            if (identifiers == null) {
                throw new IOException("no identifiers");
            }
            return new RawRecord(
                    json,
                    workspace,
                    pipeline,
                    configVersion,
                    recordId,
                    rowKey,
                    asOf,
                    source,
                    tableVersion,
                    commitVersion >= 0 ? commitVersion : tableVersion,
                    identifiers,
                    rowStart,
                    rowEnd,
                    row);
        }
    }
}
