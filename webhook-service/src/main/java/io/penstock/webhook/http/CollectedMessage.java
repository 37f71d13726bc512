package io.penstock.webhook.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One message of the collection API as a record. Ids come from the message id alone, so a copy is the same record, also
 * after a restart and for everything downstream.
 *
 * @param type {@code identify}, {@code track}, {@code page}, {@code screen}, {@code group} or {@code alias}
 */
record CollectedMessage(String type, String id, ObjectNode message) {
    static final Set<String> TYPES = Set.of("identify", "track", "page", "screen", "group", "alias");

    /** What is wrong with it, for whoever wrote the client; empty if nothing is. */
    Optional<String> fault() {
        if (!TYPES.contains(type)) {
            return Optional.of("type: expected one of identify, track, page, screen, group, alias");
        }
        if (text("userId").isEmpty() && text("anonymousId").isEmpty()) {
            return Optional.of("userId or anonymousId is required");
        }
        if (type.equals("track") && text("event").isEmpty()) {
            return Optional.of("event is required");
        }
        if (type.equals("group") && text("groupId").isEmpty()) {
            return Optional.of("groupId is required");
        }
        return type.equals("alias") && text("previousId").isEmpty()
                ? Optional.of("previousId is required")
                : Optional.empty();
    }

    /** @param endpoint name of the write key it came with */
    RecordV1 record(CollectionDoor.Reader reader, String endpoint, Instant receivedAt) {
        Instant asOf = time("timestamp").or(() -> time("originalTimestamp")).orElse(receivedAt);
        return new RecordV1(
                reader.workspace(),
                reader.pipeline(),
                reader.configVersion(),
                reader.pipeline() + "|" + id + "|" + type,
                id,
                type,
                Operation.UPSERT,
                new PositionV1("events:" + endpoint, -1, -1, null),
                asOf.isAfter(receivedAt) ? receivedAt : asOf,
                identifiers(),
                row(asOf, receivedAt));
    }

    private List<IdentifierV1> identifiers() {
        List<IdentifierV1> found = new ArrayList<>();
        text("userId").ifPresent(value -> found.add(new IdentifierV1("user_id", value)));
        text("anonymousId").ifPresent(value -> found.add(new IdentifierV1("anonymous_id", value)));
        if (type.equals("alias")) {
            text("previousId").ifPresent(value -> found.add(new IdentifierV1("anonymous_id", value)));
        }
        email().ifPresent(value -> found.add(new IdentifierV1("email", value)));
        return found;
    }

    /** A group's e-mail is not the person's. */
    private Optional<String> email() {
        Optional<String> own = type.equals("group") ? Optional.empty() : text(message.at("/traits/email"));
        return own.or(() -> text(message.at("/context/traits/email")));
    }

    private ObjectNode row(Instant asOf, Instant receivedAt) {
        ObjectNode row = Json.wire().createObjectNode();
        row.put("type", type).put("message_id", id);
        row.put("event", text("event").or(() -> text("name")).orElse(null));
        row.put("user_id", text("userId").orElse(null));
        row.put("anonymous_id", text("anonymousId").orElse(null));
        row.put("previous_id", text("previousId").orElse(null));
        row.put("group_id", text("groupId").orElse(null));
        row.put("email", email().orElse(null));
        row.put("timestamp", asOf.toString()).put("received_at", receivedAt.toString());
        for (String part : List.of("properties", "traits", "context")) {
            row.set(
                    part,
                    message.path(part).isObject()
                            ? message.get(part)
                            : Json.wire().createObjectNode());
        }
        return row;
    }

    private Optional<String> text(String name) {
        return text(message.path(name));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() || node.isNumber()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    private Optional<Instant> time(String name) {
        try {
            return text(name).map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
