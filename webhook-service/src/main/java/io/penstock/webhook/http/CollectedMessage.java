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

    /** @param endpoint name of the endpoint whose write key it came with */
    RecordV1 record(Feed feed, String endpoint, Instant receivedAt) {
        Instant said = time("timestamp").or(() -> time("originalTimestamp")).orElse(receivedAt);
        Instant asOf = said.isAfter(receivedAt) ? receivedAt : said;
        ObjectNode row = row(asOf, receivedAt);
        return new RecordV1(
                feed.workspace(),
                feed.pipeline(),
                feed.configVersion(),
                feed.pipeline() + "|" + id + "|" + type,
                id,
                type,
                Operation.UPSERT,
                new PositionV1("events:" + endpoint, -1, -1, null),
                asOf,
                identifiers(feed, row),
                row);
    }

    /** An alias says that two ids are one person: the former one is of the same type as an anonymous id. */
    private List<IdentifierV1> identifiers(Feed feed, ObjectNode row) {
        List<IdentifierV1> found = new ArrayList<>(feed.identifiers(row));
        if (type.equals("alias")) {
            ObjectNode former = row.deepCopy();
            former.withObject("/message")
                    .removeAll()
                    .put("anonymous_id", text("previousId").orElse(null));
            feed.identifiers(former).stream()
                    .filter(one -> !found.contains(one))
                    .forEach(found::add);
        }
        return found;
    }

    /** A group's e-mail is not the person's. */
    private Optional<String> email() {
        Optional<String> own = type.equals("group") ? Optional.empty() : text(message.at("/traits/email"));
        return own.or(() -> text(message.at("/context/traits/email")));
    }

    /**
     * On the top level stand what a person is, and parts without a value of their own: a profile takes up the first.
     */
    private ObjectNode row(Instant asOf, Instant receivedAt) {
        ObjectNode row = Json.wire().createObjectNode();
        if (type.equals("identify")) {
            message.path("traits")
                    .properties()
                    .forEach(trait -> Optional.of(trait.getValue())
                            .filter(JsonNode::isValueNode)
                            .ifPresent(value -> row.set(trait.getKey(), value)));
        }
        ObjectNode envelope = Json.wire().createObjectNode().put("type", type).put("message_id", id);
        text("event").or(() -> text("name")).ifPresent(event -> envelope.put("event", event));
        text("userId").ifPresent(user -> envelope.put("user_id", user));
        text("anonymousId").ifPresent(anonymous -> envelope.put("anonymous_id", anonymous));
        text("previousId").ifPresent(previous -> envelope.put("previous_id", previous));
        text("groupId").ifPresent(group -> envelope.put("group_id", group));
        email().ifPresent(email -> envelope.put("email", email));
        envelope.put("timestamp", asOf.toString()).put("received_at", receivedAt.toString());
        row.set("message", envelope);
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
