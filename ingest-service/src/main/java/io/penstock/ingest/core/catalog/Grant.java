package io.penstock.ingest.core.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A privilege on a securable of Unity Catalog, as a statement for an administrator to paste.
 *
 * @param privileges {@code USE SCHEMA}, or several with commas between
 * @param kind {@code CATALOG}, {@code SCHEMA}, {@code TABLE} …
 */
public record Grant(String privileges, String kind, TableName on) {
    /** Stands for the service principal whose id is not known. */
    public static final String UNKNOWN_PRINCIPAL = "<application-id>";

    private static final Set<String> SECURABLES =
            Set.of("CATALOG", "SCHEMA", "TABLE", "VIEW", "MATERIALIZED VIEW", "VOLUME", "FUNCTION");

    /** The privilege an error message names, if it names one. */
    public static Optional<Grant> named(String words) {
        return Refusal.in(words)
                .filter(refusal -> SECURABLES.contains(refusal.kind()))
                // SELECT on a view is granted like SELECT on a table.
                .flatMap(refusal -> refusal.name()
                        .map(name -> new Grant(
                                refusal.privileges(),
                                refusal.kind().endsWith("VIEW") ? "TABLE" : refusal.kind(),
                                TableName.parse(name))));
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

    /** {@code GRANT … ON … TO …;}. @param principal application id of the service principal */
    public String statement(String principal) {
        return "GRANT " + privileges + " ON " + kind + " " + on.quoted() + " TO " + TableName.quote(principal) + ";";
    }

    /** One statement a line. */
    public static String statements(List<Grant> grants, String principal) {
        return grants.stream().map(grant -> grant.statement(principal)).collect(Collectors.joining("\n"));
    }
}
