package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
            "customerio_events",
            "event_id",
            Optional.empty(),
            List.of(
                    column("event_id", "STRING"),
                    column("event_date", "DATE"),
                    column("metric", "STRING"),
                    column("object_type", "STRING"),
                    column("occurred_at", "TIMESTAMP"),
                    column("received_at", "TIMESTAMP"),
                    column("person_id", "STRING"),
                    column("email", "STRING"),
                    column("cio_id", "STRING"),
                    column("delivery_id", "STRING"),
                    column("campaign_id", "BIGINT"),
                    column("trigger_event_id", "STRING"),
                    column("href", "STRING"),
                    column("human", "BOOLEAN"),
                    column("payload", "STRING"),
                    column("workspace", "STRING")));

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
        return Optional.of(new Row(event.eventId(), date, row.toString(), origin));
    }
}
