package io.penstock.ingest.core.catalog;

/**
 * What rows come from: exactly one of the two is set.
 *
 * @param table three-part name, or null
 * @param query Spark SQL, or null; may hold {@code {{watermark}}}
 */
public record Relation(String table, String query) {
    /** A table. */
    public static Relation table(TableName name) {
        return new Relation(name.quoted(), null);
    }

    /** Its name, if it is a table, else {@code the query}. */
    public String describe() {
        return table == null ? "the query" : table;
    }
}
