package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.webhook.core.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** {@code calls}: what each track call said, so that engagement joins to the score and model version behind it. */
public final class CallsTable {
    static final DeltaTable TABLE = new DeltaTable(
            Optional.empty(),
            "calls",
            "delivery_id",
            Optional.empty(),
            List.of(
                    column("delivery_id", "STRING", "Our id of the call; one row per id, joins deliveries.delivery_id"),
                    column("event_date", "DATE", "Day of as_of in UTC; partition"),
                    column("pipeline", "STRING", "Pipeline that asked for the call"),
                    column("config_version", "BIGINT", "Version of the pipeline configuration"),
                    column("emit", "STRING", "Emit rule that asked for it"),
                    column("event", "STRING", "Event name"),
                    column("profile_id", "STRING", "Profile of the person"),
                    column(
                            "properties",
                            "STRING",
                            "Properties of the event as JSON: score, model version, whatever the emit names"),
                    column("as_of", "TIMESTAMP", "When the source says it became true"),
                    column("workspace", "STRING", "Workspace of the project")));

    private CallsTable() {}

    /**
     * The call as a row; its date is the day of {@code as_of} in UTC, which a replay does not change. Empty without an
     * id or that time.
     */
    public static Optional<Row> row(DeliveryV1 value, Row.Origin origin) {
        if (value.deliveryId() == null || value.asOf() == null) {
            return Optional.empty();
        }
        LocalDate date = value.asOf().atZone(ZoneOffset.UTC).toLocalDate();
        ObjectNode row = Json.wire().createObjectNode();
        row.put("delivery_id", value.deliveryId());
        row.put("event_date", date.toString());
        row.put("pipeline", value.pipeline());
        row.put("config_version", value.configVersion());
        row.put("emit", value.emit());
        row.put("event", value.event());
        row.put("profile_id", value.profileId());
        row.put("properties", value.body() == null ? null : value.body().toString());
        row.put("as_of", Timestamps.text(value.asOf()));
        row.put("workspace", value.workspace());
        return Optional.of(new Row(value.deliveryId(), date, row.toString(), origin));
    }
}
