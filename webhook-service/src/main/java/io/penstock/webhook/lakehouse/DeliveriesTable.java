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
            Optional.empty(),
            "deliveries",
            "delivery_id",
            Optional.of("at"),
            List.of(
                    column("delivery_id", "STRING", "Our id of the call; one row per id"),
                    column("event_date", "DATE", "Day of as_of in UTC; partition"),
                    column("kind", "STRING", "IDENTIFY or TRACK"),
                    column("pipeline", "STRING", "Pipeline that asked for the call"),
                    column("config_version", "BIGINT", "Version of the pipeline configuration"),
                    column("emit", "STRING", "Emit rule that asked for it"),
                    column("destination", "STRING", "Connection it went to"),
                    column("event", "STRING", "Event name of a track call"),
                    column("status", "STRING", "ACCEPTED, REJECTED or GIVEN_UP: the last word"),
                    column("code", "STRING", "Stable reason"),
                    column("category", "STRING", "Who must act"),
                    column("words", "ARRAY<STRING>", "Reasons of the destination"),
                    column("profile_id", "STRING", "Profile of the person"),
                    column("person_id_type", "STRING", "Kind of identifier the person was addressed by"),
                    column("person_id", "STRING", "Identifier the person was addressed by"),
                    column("source_table", "STRING", "Table the row came from"),
                    column("table_version", "BIGINT", "Version of that table the row was read at"),
                    column("commit_version", "BIGINT", "Version that wrote the row"),
                    column("row_key", "STRING", "Key of the source row"),
                    column("record_id", "STRING", "Id of the row change"),
                    column("as_of", "TIMESTAMP", "When the source says it became true"),
                    column("first_attempt_at", "TIMESTAMP", "When it was first sent"),
                    column("at", "TIMESTAMP", "When the last word was spoken"),
                    column("attempts", "INT", "Requests that carried it"),
                    column("ambiguous", "INT", "How many of them ended without an answer"),
                    column("workspace", "STRING", "Workspace of the project")));

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
