package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;
import java.time.Instant;

/**
 * Where the rows come from: a table, which is read pinned to a version if it has a history, or a query, which is read
 * as it is.
 *
 * @param table three-part name, or null
 * @param query Spark SQL, or null; may hold {@code {{watermark}}}, which is replaced by a timestamp literal
 */
record Origin(String table, String query) {
    private static final String WATERMARK = "{{watermark}}";
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    boolean isTable() {
        return table != null;
    }

    /** Whether the query does its own filtering by watermark. */
    boolean filtersItself() {
        return query != null && query.contains(WATERMARK);
    }

    /** How it is called in messages. */
    String describe() {
        return isTable() ? table : "the query";
    }

    /** What stands after FROM, all rows. */
    String at(Head head) {
        return at(head, null);
    }

    /** What stands after FROM; a query that filters itself gives rows from an instant on. */
    String at(Head head, Instant from) {
        if (!isTable()) {
            return "(\n" + filled(from) + "\n) AS penstock_source";
        }
        return head.isPinned() ? version(head.version()) : SqlNames.table(table);
    }

    /** What stands after FROM for a version of the table. */
    String version(long version) {
        return SqlNames.table(table) + " VERSION AS OF " + version;
    }

    /** What stands after DESCRIBE QUERY. */
    String describable(Head head) {
        return isTable() ? "SELECT * FROM " + at(head) : filled(null);
    }

    /** The query as it can stand in brackets: placeholder filled (also where somebody quoted it), no end mark. */
    private String filled(Instant from) {
        String literal = SqlTimes.timestamp(from == null ? EARLIEST : from);
        String text = query.replace("'" + WATERMARK + "'", literal)
                .replace(WATERMARK, literal)
                .strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        return text;
    }
}
