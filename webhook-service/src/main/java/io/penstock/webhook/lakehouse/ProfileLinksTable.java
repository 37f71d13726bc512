package io.penstock.webhook.lakehouse;

import static io.penstock.webhook.lakehouse.DeltaTable.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Json;
import io.penstock.schemas.ProfileV1;
import io.penstock.webhook.core.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * {@code identity.profile_links}: one row per profile with its newest set of identifiers, or the profile it became part
 * of.
 */
public final class ProfileLinksTable {
    static final DeltaTable TABLE = new DeltaTable(
            Optional.of("identity"),
            "profile_links",
            "profile_id",
            Optional.of("version"),
            List.of(
                    column("profile_id", "STRING", "Profile; one row per profile"),
                    column("event_date", "DATE", "Day the profile was created in UTC; partition"),
                    column("status", "STRING", "ACTIVE, or MERGED into another"),
                    column("merged_into", "STRING", "Profile it became part of"),
                    column("merged_from", "ARRAY<STRING>", "Profiles it absorbed"),
                    column(
                            "identifiers",
                            "ARRAY<STRUCT<type: STRING, value: STRING, source: STRING>>",
                            "Identifiers it has now, personal data"),
                    column("version", "BIGINT", "Number of its published states; the highest stays"),
                    column("log_offset", "BIGINT", "Place in the identity log"),
                    column("decision_id", "STRING", "Decision behind this state; joins decisions.decision_id"),
                    column("created_at", "TIMESTAMP", "When the profile was created"),
                    column("updated_at", "TIMESTAMP", "When this state was published"),
                    column("workspace", "STRING", "Workspace of the project")));

    private ProfileLinksTable() {}

    /** The state as a row; its date is the day the profile was created, in UTC. Empty without an id or that time. */
    public static Optional<Row> row(ProfileV1 value, Row.Origin origin) {
        if (value.profileId() == null || value.createdAt() == null) {
            return Optional.empty();
        }
        LocalDate date = value.createdAt().atZone(ZoneOffset.UTC).toLocalDate();
        ObjectNode row = Json.wire().createObjectNode();
        row.put("profile_id", value.profileId());
        row.put("event_date", date.toString());
        row.put("status", value.status() == null ? null : value.status().name());
        row.put("merged_into", value.mergedInto());
        value.mergedFrom().forEach(row.putArray("merged_from")::add);
        var identifiers = row.putArray("identifiers");
        value.identifiers()
                .forEach(one -> identifiers
                        .addObject()
                        .put("type", one.type())
                        .put("value", one.value())
                        .put("source", one.source()));
        row.put("version", value.version());
        row.put("log_offset", value.logOffset());
        row.put("decision_id", value.change() == null ? null : value.change().decisionId());
        row.put("created_at", Timestamps.text(value.createdAt()));
        row.put("updated_at", Timestamps.text(value.updatedAt()));
        row.put("workspace", value.workspace());
        return Optional.of(new Row(value.profileId(), date, row.toString(), origin));
    }
}
