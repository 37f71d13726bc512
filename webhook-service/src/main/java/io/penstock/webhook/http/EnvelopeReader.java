package io.penstock.webhook.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.schemas.EngagementV1;
import io.penstock.webhook.core.Human;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the envelope of a webhook as tolerantly as it can be read: unknown types, metrics and keys are kept, numbers
 * may come as text, anything but the event id may be missing. Thread-safe.
 */
final class EnvelopeReader {
    private static final int DEEPEST = 64;
    private static final long FIRST_MILLISECOND = 100_000_000_000L;
    private static final String ULID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int ULID_LENGTH = 26;
    private static final int ULID_TIME = 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EnvelopeReader() {}

    static Reading read(byte[] bytes, String workspace, Instant receivedAt) {
        String body;
        try {
            body = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new Reading.Odd("not_utf8", "expected UTF-8, found other bytes");
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            return new Reading.Odd("not_json", "expected one JSON value without repeated keys, at most 64 deep");
        }
        if (!root.isObject()) {
            return new Reading.Odd("not_an_object", "expected a JSON object");
        }
        Optional<String> eventId = text(root.path("event_id"));
        return eventId.<Reading>map(id -> new Reading.Event(event(root, id, workspace, receivedAt, body)))
                .orElseGet(() -> new Reading.Odd("no_event_id", "expected event_id"));
    }

    private static EngagementV1 event(
            JsonNode root, String eventId, String workspace, Instant receivedAt, String body) {
        JsonNode data = root.path("data");
        JsonNode identifiers = data.path("identifiers");
        Optional<String> personId =
                identifiers.isObject() ? text(identifiers.path("id")) : text(data.path("customer_id"));
        return new EngagementV1(
                workspace,
                eventId,
                text(root.path("object_type")).orElse("unknown"),
                text(root.path("metric")).orElse("unknown"),
                occurredAt(root.path("timestamp"), eventId),
                receivedAt,
                personId.orElse(null),
                text(identifiers.path("email"))
                        .or(() -> text(data.path("email_address")))
                        .orElse(null),
                text(identifiers.path("cio_id")).orElse(null),
                text(data.path("delivery_id")).orElse(null),
                number(data.path("campaign_id")).orElse(null),
                text(data.path("trigger_event_id")).orElse(null),
                text(data.path("href")).orElse(null),
                Human.judge(flags(data)).orElse(null),
                body);
    }

    /**
     * Time of the event. Must be the same for every copy of it, because it decides the partition in which copies are
     * looked for: so never the time of arrival, but the time inside the event id, or else the epoch.
     */
    private static Instant occurredAt(JsonNode timestamp, String eventId) {
        return number(timestamp)
                .filter(value -> value >= 0)
                .map(value -> value >= FIRST_MILLISECOND ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value))
                .or(() -> text(timestamp).flatMap(EnvelopeReader::instant))
                .or(() -> ulidTime(eventId))
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> ulidTime(String eventId) {
        if (eventId.length() != ULID_LENGTH || eventId.charAt(0) > '7') {
            return Optional.empty();
        }
        long millis = 0;
        for (char c : eventId.substring(0, ULID_TIME).toCharArray()) {
            int digit = ULID_ALPHABET.indexOf(c);
            if (digit < 0) {
                return Optional.empty();
            }
            millis = millis << 5 | digit;
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    private static List<Boolean> flags(JsonNode data) {
        List<Boolean> flags = new ArrayList<>();
        for (String name : Human.MACHINE_FLAGS) {
            JsonNode flag = data.path(name);
            if (flag.isBoolean() || "true".equals(flag.textValue()) || "false".equals(flag.textValue())) {
                flags.add(flag.asBoolean());
            }
        }
        return flags;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isValueNode() && !node.isNull()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private static Optional<Long> number(JsonNode node) {
        if (node.isNumber()) {
            return node.canConvertToLong() ? Optional.of(node.longValue()) : Optional.empty();
        }
        return node.isTextual() && node.textValue().matches("-?\\d{1,18}")
                ? Optional.of(Long.parseLong(node.textValue()))
                : Optional.empty();
    }
}
