package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of an export's {@code metrics} as the reporting webhooks they would have been, with what {@code deliveries} and
 * {@code people} say about them. The event id is the same, so a webhook and its exported copy are one row. Deliveries
 * and people are kept in memory.
 */
final class ExportedEvents {
    private static final List<String> OF_DELIVERY = List.of(
            "campaign_id", "action_id", "newsletter_id", "content_id", "trigger_id", "transactional_message_id");
    private static final List<String> OF_METRIC = List.of("link_id", "machine", "prefetched", "proxied");

    /** Columns of a metric that have a place of their own in a webhook, or none in anything that is kept. */
    private static final List<String> PLACED = Stream.concat(
                    OF_METRIC.stream(),
                    Stream.of("event_id", "metric", "created_at", "delivery_id", "link_url", "reason", "seq_num"))
            .toList();

    private static final long FIRST_MILLISECOND = 100_000_000_000L;
    private static final int ID_BYTES = 16;

    private final ExportLookup deliveries = new ExportLookup(
            "delivery_id",
            Stream.concat(OF_DELIVERY.stream(), Stream.of("internal_customer_id", "delivery_type", "event_id"))
                    .toList());
    private final ExportLookup people = new ExportLookup("internal_customer_id", List.of("customer_id", "email_addr"));

    void delivery(ObjectNode row) {
        deliveries.add(row);
    }

    void person(ObjectNode row) {
        people.add(row);
    }

    /**
     * What is not known is absent. A row without an event id, a delivery and a metric gives a body without an id, which
     * ends in quarantine. Columns that a webhook does not have stand under {@code export}, so that the row lies whole
     * in the table.
     */
    ObjectNode webhook(ObjectNode metric) {
        ObjectNode delivery = deliveries.find(metric.path("delivery_id").asText());
        ObjectNode body = Json.wire().createObjectNode();
        copy(metric, "event_id", body, "event_id");
        copy(metric, "metric", body, "metric");
        if (delivery.hasNonNull("delivery_type")) {
            body.put("object_type", delivery.path("delivery_type").asText().replace('-', '_'));
        }
        body.set("timestamp", seconds(metric.path("created_at")));
        body.put("source", "export");
        body.set("data", data(metric, delivery));
        ObjectNode rest = metric.deepCopy().remove(PLACED);
        if (!rest.isEmpty()) {
            body.set("export", rest);
        }
        if (body.path("event_id").asText().isBlank() && metric.hasNonNull("delivery_id") && body.has("metric")) {
            body.put("event_id", derivedId(body));
        }
        return body;
    }

    private ObjectNode data(ObjectNode metric, ObjectNode delivery) {
        ObjectNode data = Json.wire().createObjectNode();
        copy(metric, "delivery_id", data, "delivery_id");
        OF_DELIVERY.forEach(name -> typed(delivery, name, data));
        copy(delivery, "event_id", data, "trigger_event_id");
        OF_METRIC.forEach(name -> typed(metric, name, data));
        copy(metric, "link_url", data, "href");
        copy(metric, "reason", data, "failure_message");
        ObjectNode person = people.find(delivery.path("internal_customer_id").asText());
        ObjectNode identifiers = data.putObject("identifiers");
        copy(person, "customer_id", identifiers, "id");
        copy(person, "email_addr", identifiers, "email");
        copy(delivery, "internal_customer_id", identifiers, "cio_id");
        return data;
    }

    /**
     * An id for a metric that has none: the same for every copy of the row, in whichever format and beside whichever
     * deliveries it comes. Two metrics that agree in delivery, kind, second, link and reason are one.
     */
    private static String derivedId(ObjectNode body) {
        JsonNode data = body.path("data");
        ArrayNode told = Json.wire().createArrayNode();
        Stream.of(data.path("delivery_id"), body.path("metric"), body.path("timestamp"))
                .forEach(value -> told.add(value.asText()));
        Stream.of("link_id", "href", "failure_message")
                .forEach(name -> told.add(data.path(name).asText()));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(told.toString().getBytes(StandardCharsets.UTF_8));
            return "export-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void copy(ObjectNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }

    /** Like {@link #copy}, but a number or a truth in a text, as CSV has them, is one. */
    private static void typed(ObjectNode from, String name, ObjectNode to) {
        copy(from, name, to, name);
        String text = to.path(name).textValue();
        if (text != null && text.matches("\\d{1,18}")) {
            to.put(name, Long.parseLong(text));
        } else if (text != null && text.matches("true|false")) {
            to.put(name, Boolean.parseBoolean(text));
        }
    }

    /**
     * Seconds since 1970, as a webhook has them: of a number, which may count smaller parts of a second, or of a time
     * in text, in UTC if it says nothing else. Otherwise what it was.
     */
    private static JsonNode seconds(JsonNode at) {
        if (at.isIntegralNumber() || at.isTextual() && at.textValue().matches("\\d{1,18}")) {
            long value = at.asLong();
            while (value >= FIRST_MILLISECOND) {
                value /= 1000;
            }
            return Json.wire().getNodeFactory().numberNode(value);
        }
        if (!at.isTextual()) {
            return at;
        }
        String text = at.textValue().strip().replace(' ', 'T').replace("TUTC", "Z");
        try {
            long second = text.matches(".*(Z|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(text).toEpochSecond()
                    : LocalDateTime.parse(text).toEpochSecond(ZoneOffset.UTC);
            return Json.wire().getNodeFactory().numberNode(second);
        } catch (DateTimeParseException e) {
            return at;
        }
    }
}
