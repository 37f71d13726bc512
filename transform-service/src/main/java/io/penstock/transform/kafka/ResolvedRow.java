package io.penstock.transform.kafka;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.transform.wire.DeadLetters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A resolved record as it was read. Its row stays the text it came as: no stage before the script looks into it.
 *
 * @param resolved without the row
 * @param json the row, the text of one JSON object; {@code {}} if there is none
 */
record ResolvedRow(ConsumerRecord<String, byte[]> source, ResolvedV1 resolved, String json) {
    private static final String NO_COLUMNS = "{}";
    private static final ResolvedScan SCAN = new ResolvedScan();
    private static final ObjectReader READER =
            Json.wire().copy().addMixIn(RecordV1.class, RowAsText.class).readerFor(ResolvedV1.class);

    /** Empty if the bytes are no resolved record, or one that lacks what every stage needs. */
    static Optional<ResolvedRow> read(ConsumerRecord<String, byte[]> source) {
        if (source.value() == null) {
            return Optional.empty();
        }
        Optional<ResolvedScan.Found> plain = SCAN.read(source.value());
        return plain.isPresent()
                ? plain.map(found ->
                        new ResolvedRow(source, found.resolved(), found.row().orElse(NO_COLUMNS)))
                : parse(source);
    }

    /** Reads it whatever it looks like. */
    static Optional<ResolvedRow> parse(ConsumerRecord<String, byte[]> source) {
        try {
            Place place = new Place();
            ResolvedV1 resolved = READER.withAttribute(Place.class, place).readValue(source.value());
            return isWhole(resolved)
                    ? Optional.of(new ResolvedRow(source, resolved, place.text(source.value())))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isWhole(ResolvedV1 resolved) {
        RecordV1 record = resolved == null ? null : resolved.record();
        return record != null
                && Stream.of(
                                resolved.profileId(),
                                record.pipeline(),
                                record.recordId(),
                                record.rowKey(),
                                record.rowVersion(),
                                record.operation(),
                                record.asOf())
                        .allMatch(Objects::nonNull);
    }

    RecordV1 record() {
        return resolved.record();
    }

    DeadLetters.Origin origin() {
        return new DeadLetters.Origin(record().pipeline(), record().configVersion());
    }

    /** Where the row stands in the bytes; the last one counts, as everywhere else in JSON. */
    private static final class Place {
        private int from;
        private int to;

        String text(byte[] bytes) {
            return from == to ? NO_COLUMNS : new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
    }

    private abstract static class RowAsText {
        @JsonDeserialize(using = Passing.class)
        abstract ObjectNode row();
    }

    /** Goes past a row and notes where it is. */
    private static final class Passing extends StdDeserializer<ObjectNode> {
        Passing() {
            super(ObjectNode.class);
        }

        @Override
        public ObjectNode deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                return (ObjectNode) context.handleUnexpectedToken(ObjectNode.class, parser);
            }
            Place place = (Place) context.getAttribute(Place.class);
            place.from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            place.to = (int) parser.currentLocation().getByteOffset();
            return null;
        }
    }
}
