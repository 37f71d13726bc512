package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.webhook.core.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** {@code deliveries}: one row per delivery with the last word on it, so that engagement joins back to its cause. */
public final class DeliveriesTable {
    static final DeltaTable TABLE = new DeltaTable(
            "deliveries",
            "delivery_id",
            Optional.of("at"),
            List.of(
                    column("delivery_id", "STRING"),
                    column("event_date", "DATE"),
                    column("kind", "STRING"),
                    column("pipeline", "STRING"),
                    column("config_version", "BIGINT"),
                    column("emit", "STRING"),
                    column("destination", "STRING"),
                    column("event", "STRING"),
                    column("status", "STRING"),
                    column("code", "STRING"),
                    column("category", "STRING"),
                    column("words", "ARRAY<STRING>"),
                    column("profile_id", "STRING"),
                    column("person_id_type", "STRING"),
                    column("person_id", "STRING"),
                    column("source_table", "STRING"),
                    column("table_version", "BIGINT"),
                    column("commit_version", "BIGINT"),
                    column("row_key", "STRING"),
                    column("record_id", "STRING"),
                    column("as_of", "TIMESTAMP"),
                    column("first_attempt_at", "TIMESTAMP"),
                    column("at", "TIMESTAMP"),
                    column("attempts", "INT"),
                    column("ambiguous", "INT"),
                    column("workspace", "STRING")));

    private DeliveriesTable() {}

    /**
     * The outcome as a row; its date is the day of {@code as_of} in UTC, which a replay does not change. Empty without
     * an id or that time.
     */
    public static Optional<Row> row(OutcomeV1 outcome, Row.Origin origin) {
        if (outcome.deliveryId() == null || outcome.asOf() == null) {
            return Optional.empty();
        }
        LocalDate date = outcome.asOf().atZone(ZoneOffset.UTC).toLocalDate();
        ObjectNode row = Json.wire().createObjectNode();
        row.put("delivery_id", outcome.deliveryId());
        row.put("event_date", date.toString());
        row.put("kind", name(outcome.kind()));
        row.put("pipeline", outcome.pipeline());
        row.put("config_version", outcome.configVersion());
        row.put("emit", outcome.emit());
        row.put("destination", outcome.destination());
        row.put("event", outcome.event());
        row.put("status", name(outcome.status()));
        row.put("code", outcome.code());
        row.put("category", name(outcome.category()));
        outcome.words().forEach(row.putArray("words")::add);
        row.put("profile_id", outcome.profileId());
        if (outcome.address() != null) {
            row.put("person_id_type", outcome.address().type());
            row.put("person_id", outcome.address().value());
        }
        if (outcome.position() != null) {
            row.put("source_table", outcome.position().source());
            row.put("table_version", outcome.position().tableVersion());
            row.put("commit_version", outcome.position().commitVersion());
        }
        row.put("row_key", outcome.rowKey());
        row.put("record_id", outcome.recordId());
        row.put("as_of", Timestamps.text(outcome.asOf()));
        row.put("first_attempt_at", Timestamps.text(outcome.firstAttemptAt()));
        row.put("at", Timestamps.text(outcome.at()));
        row.put("attempts", outcome.attempts());
        row.put("ambiguous", outcome.ambiguous());
        row.put("workspace", outcome.workspace());
        return Optional.of(new Row(outcome.deliveryId(), date, row.toString(), origin));
    }

    private static String name(Enum<?> constant) {
        return constant == null ? null : constant.name();
    }
}
