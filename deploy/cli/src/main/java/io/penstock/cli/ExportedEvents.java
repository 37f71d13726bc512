package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of an export's {@code metrics} as the reporting webhooks they would have been, with what {@code deliveries} and
 * {@code people} say about them. The event id is the same, so a webhook and its exported copy are one row. Deliveries
 * and people are kept in memory.
 */
final class ExportedEvents {
    private static final List<String> OF_DELIVERY = List.of(
            "campaign_id", "action_id", "newsletter_id", "content_id", "trigger_id", "transactional_message_id");
    private static final List<String> OF_METRIC = List.of("link_id", "machine", "prefetched", "proxied");

    private final Map<String, ObjectNode> deliveries = new HashMap<>();
    private final Map<String, ObjectNode> people = new HashMap<>();

    void delivery(ObjectNode row) {
        deliveries.put(row.path("delivery_id").asText(), row);
    }

    void person(ObjectNode row) {
        people.put(row.path("internal_customer_id").asText(), row);
    }

    /** What is not known is absent; a row without an event id gives a body without one, which ends in quarantine. */
    ObjectNode webhook(ObjectNode metric) {
        ObjectNode none = Json.wire().createObjectNode();
        ObjectNode delivery = deliveries.getOrDefault(metric.path("delivery_id").asText(), none);
        ObjectNode person =
                people.getOrDefault(delivery.path("internal_customer_id").asText(), none);
        ObjectNode body = Json.wire().createObjectNode();
        copy(metric, "event_id", body, "event_id");
        copy(metric, "metric", body, "metric");
        body.put("object_type", delivery.path("delivery_type").asText("email"));
        body.set("timestamp", seconds(metric.path("created_at")));
        body.put("source", "export");
        ObjectNode data = body.putObject("data");
        copy(metric, "delivery_id", data, "delivery_id");
        OF_DELIVERY.forEach(name -> number(delivery, name, data));
        copy(delivery, "event_id", data, "trigger_event_id");
        OF_METRIC.forEach(name -> number(metric, name, data));
        copy(metric, "link_url", data, "href");
        copy(metric, "reason", data, "failure_message");
        ObjectNode identifiers = data.putObject("identifiers");
        copy(person, "customer_id", identifiers, "id");
        copy(person, "email_addr", identifiers, "email");
        copy(delivery, "internal_customer_id", identifiers, "cio_id");
        return body;
    }

    private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }

    /** Like {@link #copy}, but a number or a truth in a text, as CSV has them, is one. */
    private static void number(ObjectNode from, String name, ObjectNode to) {
        copy(from, name, to, name);
        String text = to.path(name).textValue();
        if (text != null && text.matches("\\d{1,18}")) {
            to.put(name, Long.parseLong(text));
        } else if (text != null && text.matches("true|false")) {
            to.put(name, Boolean.parseBoolean(text));
        }
    }

    /** Seconds since 1970 of a number, or of a time in text, in UTC if it says nothing else; otherwise what it was. */
    private static JsonNode seconds(JsonNode at) {
        if (!at.isTextual() || at.textValue().matches("\\d+")) {
            return at;
        }
        String text = at.textValue().strip().replace(' ', 'T').replace("TUTC", "Z");
        try {
            Instant instant = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            return Json.wire().getNodeFactory().numberNode(instant.getEpochSecond());
        } catch (DateTimeParseException e) {
            return at;
        }
    }
}
