package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Answer;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a reply of the Track or the Pipelines API. Both documented error shapes are known ({@code {"errors":[…]}} and
 * {@code {"meta":{"error(s)":…}}}), and in a refusal {@code {"code":…,"message":…}}, which a client of the vendor
 * reads; anything else that is a JSON object is read as naming no errors; what is no JSON object is unreadable.
 */
final class TrackReply {
    private static final int LONGEST_WORDS = 500;
    private static final List<String> KNOWN = List.of("batch_index", "reason", "field", "message", "detail");

    private TrackReply() {}

    static Answer.Body body(int status, byte[] bytes) {
        JsonNode root;
        try {
            root = Json.wire().readTree(bytes);
        } catch (IOException e) {
            return new Answer.Body.Unreadable();
        }
        if (root == null || !root.isObject()) {
            return new Answer.Body.Unreadable();
        }
        List<Answer.ItemError> errors = new ArrayList<>();
        root.path("errors").forEach(error -> errors.add(itemError(error)));
        JsonNode meta = root.path("meta");
        if (meta.path("error").isTextual()) {
            errors.add(plain(meta.path("error").textValue()));
        }
        meta.path("errors").forEach(error -> errors.add(plain(error.asText())));
        if (errors.isEmpty() && status >= 400 && root.path("message").isTextual()) {
            errors.add(new Answer.ItemError(-1, text(root.path("code")), "", text(root.path("message"))));
        }
        return new Answer.Body.Read(errors);
    }

    /** {@code Retry-After} as seconds or as a date; empty if it is neither. */
    static Optional<Duration> retryAfter(Optional<String> header, InstantSource clock) {
        return header.map(String::strip).flatMap(text -> {
            if (text.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            try {
                Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                Duration wait = Duration.between(clock.instant(), then);
                return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
            } catch (DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    private static Answer.ItemError itemError(JsonNode error) {
        JsonNode index = error.path("batch_index");
        return new Answer.ItemError(
                index.canConvertToInt() ? index.intValue() : -1,
                text(error.path("reason")),
                text(error.path("field")),
                text(error.path("message").isMissingNode() ? error.path("detail") : error.path("message")),
                more(error));
    }

    private static String more(JsonNode error) {
        if (!error.isObject()) {
            return "";
        }
        ObjectNode rest = ((ObjectNode) error).deepCopy();
        rest.remove(KNOWN);
        return rest.isEmpty() ? "" : cut(rest.toString());
    }

    private static Answer.ItemError plain(String message) {
        return new Answer.ItemError(-1, "invalid", "", cut(message));
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : cut(node.asText());
    }

    private static String cut(String text) {
        return text.length() > LONGEST_WORDS ? text.substring(0, LONGEST_WORDS) : text;
    }
}
