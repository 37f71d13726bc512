package io.penstock.identity.streams;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.common.header.Header;

/** Makes dead letters: the input whole, position and reason without any of its values. */
final class DeadLetters {
    /** Bytes on a topic that are not what the contract says. */
    static final String UNREADABLE = "unreadable";
    /** A record that names nobody. */
    static final String UNIDENTIFIED = "unidentified";
    /** An entry that the code could not handle. */
    static final String FAILED = "failed";

    /** Where an input was read. */
    record Position(String topic, int partition, long offset) {}

    private DeadLetters() {}

    static DeadLetterV1 letter(
            String stage,
            String code,
            Category category,
            String reason,
            Position position,
            byte[] key,
            byte[] value,
            org.apache.kafka.common.header.Headers headers,
            Instant at) {
        JsonNode json = json(value);
        return new DeadLetterV1(
                stage,
                code,
                category,
                reason,
                position.topic(),
                position.partition(),
                position.offset(),
                key == null ? null : new String(key, StandardCharsets.UTF_8),
                input(value, json != null),
                json == null ? "base64" : "json",
                pipeline(headers, json),
                version(headers, json),
                at);
    }

    private static String input(byte[] value, boolean json) {
        if (value == null) {
            return null;
        }
        return json
                ? new String(value, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(value);
    }

    /** Null if it is none. */
    private static JsonNode json(byte[] value) {
        if (value == null) {
            return MissingNode.getInstance();
        }
        try {
            return Json.wire()
                    .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(value);
        } catch (IOException e) {
            return null;
        }
    }

    /** By its headers, which records have, or by the record in the frame, which topics in between have. */
    private static String pipeline(org.apache.kafka.common.header.Headers headers, JsonNode json) {
        String named = text(headers, Headers.PIPELINE);
        return named != null || json == null
                ? named
                : json.path("record").path("pipeline").textValue();
    }

    private static String text(org.apache.kafka.common.header.Headers headers, String name) {
        Header header = headers == null ? null : headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static long version(org.apache.kafka.common.header.Headers headers, JsonNode json) {
        String text = text(headers, Headers.CONFIG_VERSION);
        if (text == null) {
            return json == null ? 0 : json.path("record").path("config_version").asLong(0);
        }
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }
}
