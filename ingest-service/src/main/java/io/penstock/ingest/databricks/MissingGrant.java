package io.penstock.ingest.databricks;

import io.penstock.ingest.core.catalog.Grant;
import io.penstock.ingest.core.catalog.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The GRANT statement that a refusal asks for, read from the server's words: {@code User does not have USE SCHEMA on
 * Schema 'main.x'}. The same words come with {@code INSUFFICIENT_PERMISSIONS} from SQL and with
 * {@code PERMISSION_DENIED} from the catalog.
 *
 * @param grantee application id of the service principal, if known
 * @param table three-part name of what was read, or null for a query
 */
record MissingGrant(Optional<String> grantee, String table) {
    private static final int PARTS_OF_A_TABLE = 3;

    /** Ready to paste; empty if the words name no object and nothing tells which one it is. */
    Optional<String> remedy(String words) {
        return Refusal.in(words).flatMap(refusal -> {
            String kind = refusal.kind().equals("MATERIALIZED VIEW") ? "TABLE" : refusal.kind();
            return object(kind, refusal.name())
                    .map(object -> "GRANT " + refusal.privileges() + " ON " + (kind + " " + object).strip() + " TO "
                            + SqlNames.column(grantee.orElse(Grant.UNKNOWN_PRINCIPAL)));
        });
    }

    /** Some refusals leave the name out; of a table's own catalog and schema it is known all the same. */
    private Optional<String> object(String kind, Optional<String> name) {
        if (kind.equals("ANY FILE")) {
            return Optional.of("");
        }
        if (name.isPresent()) {
            return name.map(SqlNames::table);
        }
        List<String> parts = table == null ? List.of() : SqlNames.parts(table);
        int wanted = switch (kind) {
            case "CATALOG" -> 1;
            case "SCHEMA" -> 2;
            case "TABLE", "VIEW" -> PARTS_OF_A_TABLE;
            default -> 0;
        };
        return parts.size() == PARTS_OF_A_TABLE && wanted > 0
                ? Optional.of(Stream.of(parts.toArray(String[]::new))
                        .limit(wanted)
                        .map(SqlNames::column)
                        .collect(Collectors.joining(".")))
                : Optional.empty();
    }
}
