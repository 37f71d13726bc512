package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Json;
import io.penstock.webhook.core.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** {@code customerio_events}: one row per webhook event, the whole body beside the typed columns. */
public final class EventsTable {
    static final DeltaTable TABLE = new DeltaTable(
            Optional.empty(),
            "customerio_events",
            "event_id",
            Optional.empty(),
            List.of(
                    column("event_id", "STRING", "Id the sender gave the event; one row per id"),
                    column("event_date", "DATE", "Day of the row in UTC; partition"),
                    column("metric", "STRING", "What happened: sent, opened, clicked and so on; unknown ones are kept"),
                    column("object_type", "STRING", "Channel: email, push, sms and so on"),
                    column("occurred_at", "TIMESTAMP", "When it happened, by the sender"),
                    column("received_at", "TIMESTAMP", "When the first copy came"),
                    column("person_id", "STRING", "Id of the person at the destination"),
                    column("email", "STRING", "Address of the person, personal data"),
                    column("cio_id", "STRING", "Customer.io id of the person"),
                    column("delivery_id", "STRING", "Customer.io id of the message"),
                    column("campaign_id", "BIGINT", "Campaign the message belongs to"),
                    column(
                            "trigger_event_id",
                            "STRING",
                            "Delivery id of the call of ours that triggered the message; joins deliveries.delivery_id"),
                    column("href", "STRING", "Link that was clicked"),
                    column("human", "BOOLEAN", "False if the sender says a machine did it, null if it says nothing"),
                    column("payload", "STRING", "The whole body as it came"),
                    column("workspace", "STRING", "Workspace of the project"),
                    column("action_id", "BIGINT", "Action of the campaign or broadcast"),
                    column("broadcast_id", "BIGINT", "Broadcast the message belongs to"),
                    column("newsletter_id", "BIGINT", "Newsletter the message belongs to"),
                    column("content_id", "BIGINT", "Variant of the newsletter"),
                    column("transactional_message_id", "BIGINT", "Transactional message"),
                    column("link_id", "BIGINT", "Link that was clicked"),
                    column("journey_id", "STRING", "Journey of the person through the campaign"),
                    column("parent_action_id", "STRING", "Action around the action"),
                    column("trigger_id", "STRING", "Trigger of an API-triggered broadcast"),
                    column("recipient", "STRING", "Where the message went, personal data"),
                    column("subject", "STRING", "Subject line"),
                    column("failure_message", "STRING", "Why it failed, by the sender"),
                    column("tracked_response", "STRING", "Answer to an in-app message"),
                    column("inbound_event_id", "STRING", "Id of a reply"),
                    column("machine", "BOOLEAN", "True if a machine clicked"),
                    column("prefetched", "BOOLEAN", "True if the message was fetched ahead"),
                    column("proxied", "BOOLEAN", "True if it was opened through a proxy"),
                    column("synthetic", "BOOLEAN", "True if the sender made the open up")));

    private EventsTable() {}

    /** The event as a row; its date is the day it occurred, in UTC. Empty without an id or a time. */
    public static Optional<Row> row(EngagementV1 event, Row.Origin origin) {
        if (event.eventId() == null || event.occurredAt() == null) {
            return Optional.empty();
        }
        LocalDate date = event.occurredAt().atZone(ZoneOffset.UTC).toLocalDate();
        ObjectNode row = Json.wire().createObjectNode();
        row.put("event_id", event.eventId());
        row.put("event_date", date.toString());
        row.put("metric", event.metric());
        row.put("object_type", event.objectType());
        row.put("occurred_at", Timestamps.text(event.occurredAt()));
        row.put("received_at", Timestamps.text(event.receivedAt()));
        row.put("person_id", event.personId());
        row.put("email", event.email());
        row.put("cio_id", event.cioId());
        row.put("delivery_id", event.deliveryId());
        row.put("campaign_id", event.campaignId());
        row.put("trigger_event_id", event.triggerEventId());
        row.put("href", event.href());
        row.put("human", event.human());
        row.put("payload", event.body());
        row.put("workspace", event.workspace());
        details(row, event.body());
        return Optional.of(new Row(event.eventId(), date, row.toString(), origin));
    }

    /** Columns that are keys of {@code data}, with null for what is missing or of another type. */
    private static void details(ObjectNode row, String body) {
        JsonNode data = data(body);
        for (DeltaTable.Column column : TABLE.columns()) {
            if (!row.has(column.name())) {
                row.set(column.name(), typed(data.path(column.name()), column.type()));
            }
        }
    }

    private static JsonNode data(String body) {
        try {
            return Json.wire().readTree(body == null ? "" : body).path("data");
        } catch (JsonProcessingException | NumberFormatException e) { // the second for an absurd exponent
            return MissingNode.getInstance();
        }
    }

    private static JsonNode typed(JsonNode value, String type) {
        boolean fits = switch (type) {
            case "BIGINT" -> value.isIntegralNumber() && value.canConvertToLong();
            case "BOOLEAN" -> value.isBoolean();
            default -> value.isValueNode() && !value.isNull();
        };
        if (!fits) {
            return NullNode.getInstance();
        }
        return type.equals("STRING") ? TextNode.valueOf(value.asText()) : value;
    }
}
