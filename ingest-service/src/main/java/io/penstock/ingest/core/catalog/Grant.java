package io.penstock.ingest.core.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A privilege on a securable of Unity Catalog, as a statement for an administrator to paste.
 *
 * @param privileges {@code USE SCHEMA}, or several with commas between
 * @param kind {@code CATALOG}, {@code SCHEMA}, {@code TABLE} …
 * @param on the object; without parts where the kind says all ({@code ANY FILE})
 */
public record Grant(String privileges, String kind, TableName on) {
    /** Stands for the service principal whose id is not known. */
    public static final String UNKNOWN_PRINCIPAL = "<application-id>";

    private static final String ANY_FILE = "ANY FILE";
    /** What a privilege can be on, and how many parts its name has: so many of a table's own name say which it is. */
    private static final Map<String, Integer> SECURABLES = Map.of(
            "CATALOG",
            1,
            "SCHEMA",
            2,
            "TABLE",
            3,
            "VIEW",
            3,
            "MATERIALIZED VIEW",
            3,
            "VOLUME",
            0,
            "FUNCTION",
            0,
            "EXTERNAL LOCATION",
            0,
            ANY_FILE,
            0);

    /** The privilege an error message names, if it names one. */
    public static Optional<Grant> named(String words) {
        return named(words, TableName.of());
    }

    /**
     * The privilege an error message names, if it names one.
     *
     * @param about the table that was to be read, or a name without parts: some refusals leave the name out, and of a
     *     table's own catalog and schema it is known all the same
     */
    public static Optional<Grant> named(String words, TableName about) {
        return Refusal.in(words)
                .filter(refusal -> SECURABLES.containsKey(refusal.kind()))
                .flatMap(refusal -> object(refusal, about)
                        // SELECT on a view is granted like SELECT on a table.
                        .map(on -> new Grant(
                                refusal.privileges(), refusal.kind().endsWith("VIEW") ? "TABLE" : refusal.kind(), on)));
    }

    private static Optional<TableName> object(Refusal refusal, TableName about) {
        if (refusal.kind().equals(ANY_FILE)) {
            return Optional.of(TableName.of());
        }
        int parts = SECURABLES.get(refusal.kind());
        return refusal.name()
                .map(TableName::parse)
                .or(() -> parts > 0 && about.parts().size() == 3 ? Optional.of(about.first(parts)) : Optional.empty());
    }

    /** The privilege named by an exception or one of its causes: the driver wraps what the server said. */
    public static Optional<Grant> named(Throwable failure) {
        int depth = 0;
        for (Throwable t = failure; t != null && depth < 6; t = t.getCause(), depth++) {
            Optional<Grant> grant = named(t.getMessage());
            if (grant.isPresent()) {
                return grant;
            }
        }
        return Optional.empty();
    }

    /** To see a catalog's names without reading a row. */
    public static Grant browse(String catalog) {
        return new Grant("BROWSE", "CATALOG", TableName.of(catalog));
    }

    /** What reading a table needs, all of it. A name with fewer than three parts says less. */
    public static List<Grant> toRead(TableName table) {
        if (table.parts().size() < 3) {
            return List.of(new Grant("SELECT", "TABLE", table));
        }
        return List.of(
                new Grant("USE CATALOG", "CATALOG", table.first(1)),
                new Grant("USE SCHEMA", "SCHEMA", table.first(2)),
                new Grant("SELECT", "TABLE", table));
    }

    /** What landing engagement in a schema needs, all of it. */
    public static List<Grant> toLand(TableName schema) {
        return List.of(
                new Grant("USE CATALOG", "CATALOG", schema.first(1)),
                new Grant("USE SCHEMA, CREATE TABLE, SELECT, MODIFY", "SCHEMA", schema));
    }

    /** {@code GRANT … ON … TO …}, to stand in a sentence. @param principal application id of the service principal */
    public String text(String principal) {
        return "GRANT " + privileges + " ON " + (kind + " " + on.quoted()).strip() + " TO "
                + TableName.quote(principal);
    }

    /** The same with the mark at its end. */
    public String statement(String principal) {
        return text(principal) + ";";
    }

    /** One statement a line. */
    public static String statements(List<Grant> grants, String principal) {
        return grants.stream().map(grant -> grant.statement(principal)).collect(Collectors.joining("\n"));
    }
}
