package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.Json;
import io.penstock.webhook.core.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** {@code identity.decisions}: one row per identity decision, with the whole of its evidence. */
public final class DecisionsTable {
    static final DeltaTable TABLE = new DeltaTable(
            Optional.of("identity"),
            "decisions",
            "decision_id",
            Optional.empty(),
            List.of(
                    column("decision_id", "STRING", "Id of the decision; a replay of the log gives the same"),
                    column("event_date", "DATE", "Day of the decision in UTC; partition"),
                    column("kind", "STRING", "CREATE, ADD, MERGE, SPLIT and so on"),
                    column("rule", "STRING", "Rule that decided, in words of identity.yaml"),
                    column("profile_id", "STRING", "Profile after the decision"),
                    column("profiles_before", "ARRAY<STRING>", "Profiles involved, survivor first"),
                    column("profiles_after", "ARRAY<STRING>", "Profiles that resulted, the one that kept its id first"),
                    column("pipeline", "STRING", "Pipeline whose record caused it, if a record did"),
                    column("record_id", "STRING", "Record that caused it"),
                    column("row_key", "STRING", "Key of the source row"),
                    column("table_version", "BIGINT", "Version of the source table"),
                    column("command_id", "STRING", "Command that caused it, if a command did"),
                    column("author", "STRING", "Who gave the command"),
                    column("log_offset", "BIGINT", "Place in the identity log"),
                    column("config_version", "BIGINT", "Version of the identity configuration"),
                    column("at", "TIMESTAMP", "When it was decided"),
                    column("decision", "STRING", "The whole decision as JSON, identifiers included: personal data"),
                    column("workspace", "STRING", "Workspace of the project")));

    private DecisionsTable() {}

    /** The decision as a row; its date is the day it was taken, in UTC. Empty without an id or a time. */
    public static Optional<Row> row(DecisionV1 value, Row.Origin origin) {
        if (value.decisionId() == null || value.at() == null) {
            return Optional.empty();
        }
        LocalDate date = value.at().atZone(ZoneOffset.UTC).toLocalDate();
        ObjectNode row = Json.wire().createObjectNode();
        row.put("decision_id", value.decisionId());
        row.put("event_date", date.toString());
        row.put("kind", value.kind() == null ? null : value.kind().name());
        row.put("rule", value.rule());
        row.put("profile_id", value.profileId());
        value.before().forEach(profile -> row.withArray("profiles_before").add(profile.profileId()));
        value.after().forEach(profile -> row.withArray("profiles_after").add(profile.profileId()));
        input(row, value.input());
        row.put("config_version", value.configVersion());
        row.put("at", Timestamps.text(value.at()));
        row.put("decision", Json.wire().valueToTree(value).toString());
        row.put("workspace", value.workspace());
        return Optional.of(new Row(value.decisionId(), date, row.toString(), origin));
    }

    private static void input(ObjectNode row, DecisionV1.Input input) {
        if (input == null) {
            return;
        }
        row.put("pipeline", input.pipeline());
        row.put("record_id", input.recordId());
        row.put("row_key", input.rowKey());
        row.put("table_version", input.tableVersion());
        row.put("command_id", input.commandId());
        row.put("author", input.author());
        row.put("log_offset", input.logOffset());
    }
}
