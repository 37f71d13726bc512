package io.penstock.ingest.databricks;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern REFUSAL = Pattern.compile(
            "does not have (?:permission |privileges? )?(?<privilege>[A-Z][A-Z_ ,]*[A-Z](?: and [A-Z][A-Z_ ]*[A-Z])*) on"
                    + " (?<kind>any file|External Location|Materialized View|[A-Za-z]+)\\b\\s*"
                    + "(?<name>'[^'\\n]+'|`[^`\\n]+`(?:\\.`[^`\\n]+`)*|[\\w-]+(?:\\.[\\w-]+)*)?");

    private static final int PARTS_OF_A_TABLE = 3;

    /** Ready to paste; empty if the words name no object and nothing tells which one it is. */
    Optional<String> remedy(String words) {
        Matcher refusal = REFUSAL.matcher(words);
        if (!refusal.find()) {
            return Optional.empty();
        }
        String kind = kind(refusal.group("kind"));
        String privilege = refusal.group("privilege")
                .replace('_', ' ')
                .replace(" and ", ", ")
                .strip();
        return object(kind, refusal.group("name"))
                .map(object -> "GRANT " + privilege + " ON " + (kind + " " + object).strip() + " TO "
                        + SqlNames.column(grantee.orElse("<application-id>")));
    }

    private static String kind(String word) {
        String kind = word.toUpperCase(Locale.ROOT);
        return kind.equals("MATERIALIZED VIEW") ? "TABLE" : kind;
    }

    /** Some refusals leave the name out; of a table's own catalog and schema it is known all the same. */
    private Optional<String> object(String kind, String name) {
        if (kind.equals("ANY FILE")) {
            return Optional.of("");
        }
        if (name != null && !name.equalsIgnoreCase("SQLSTATE")) {
            return Optional.of(SqlNames.table(name.replace("'", "")));
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
