package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Every statement the reader sends. All of them read; none needs a grant beyond SELECT. */
final class SqlText {
    /** Name of the column with the row's JSON. */
    static final String JSON = "penstock_row";
    /** Name of the column with the row's commit version. */
    static final String COMMIT = "penstock_commit";
    /** What a query may contain: replaced by a timestamp literal. */
    static final String WATERMARK = "{{watermark}}";

    private static final String ROW_AS_JSON = "to_json(struct(*), map('ignoreNullFields','false',"
            + "'timestampFormat',\"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\","
            + "'timestampNTZFormat',\"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\")) AS " + JSON;

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private SqlText() {}

    static String history(String table) {
        return "DESCRIBE HISTORY " + quoted(table);
    }

    static String newestVersion(String table) {
        return history(table) + " LIMIT 1";
    }

    static String properties(String table) {
        return "SHOW TBLPROPERTIES " + quoted(table);
    }

    static String describeTable(String table, Head head) {
        return "DESCRIBE QUERY SELECT * FROM " + pinned(table, head);
    }

    static String describeQuery(String query) {
        return "DESCRIBE QUERY " + filled(query, null);
    }

    /** The full type of a column whose description was cut short; no row if the source is empty. */
    static String fullType(String column, String from) {
        return "SELECT typeof(" + identifier(column) + ") FROM " + from + " LIMIT 1";
    }

    static String tableSource(String table, Head head) {
        return pinned(table, head);
    }

    static String querySource(String query, Instant from) {
        return "(\n" + filled(query, from) + "\n) AS penstock_source";
    }

    static String byRowVersion(String table, ReadRange.ByRowVersion range) {
        String where = range.after() < 0 ? "" : " WHERE _metadata.row_commit_version > " + range.after();
        return "SELECT _metadata.row_commit_version AS " + COMMIT + ", " + ROW_AS_JSON + " FROM "
                + pinned(table, range.head()) + where;
    }

    static String tableByWatermark(String table, ReadRange.ByWatermark range) {
        return "SELECT " + ROW_AS_JSON + " FROM " + pinned(table, range.head()) + where(range);
    }

    /** A query with the placeholder does its own filtering; any other one is filtered from outside. */
    static String queryByWatermark(String query, ReadRange.ByWatermark range) {
        String where = query.contains(WATERMARK) ? "" : where(range);
        return "SELECT " + ROW_AS_JSON + " FROM " + querySource(query, range.from()) + where;
    }

    private static String where(ReadRange.ByWatermark range) {
        return range.from() == null
                ? ""
                : " WHERE " + identifier(range.column()) + " >= " + literal(range.type(), range.from());
    }

    private static String literal(SparkType type, Instant instant) {
        if (type.is(Kind.DATE)) {
            return "DATE '" + instant.atZone(ZoneOffset.UTC).toLocalDate() + "'";
        }
        return type.is(Kind.TIMESTAMP_NTZ)
                ? "TIMESTAMP_NTZ '" + MICROS.format(instant) + "'"
                : "TIMESTAMP '" + MICROS.format(instant) + "Z'";
    }

    /**
     * The query as it can stand in brackets: placeholder filled (also where somebody put quotes around it), no end
     * mark.
     */
    private static String filled(String query, Instant from) {
        String literal = "TIMESTAMP '" + MICROS.format(from == null ? EARLIEST : from) + "Z'";
        String text = query.replace("'" + WATERMARK + "'", literal)
                .replace(WATERMARK, literal)
                .strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        return text;
    }

    private static String pinned(String table, Head head) {
        return quoted(table) + " VERSION AS OF " + head.version();
    }

    /** Each part of a dotted name in back-quotes; parts that are quoted already may hold dots. */
    static String quoted(String table) {
        StringBuilder out = new StringBuilder();
        StringBuilder part = new StringBuilder();
        boolean inside = false;
        for (char c : table.strip().toCharArray()) {
            if (c == '`') {
                inside = !inside;
            } else if (c == '.' && !inside) {
                out.append(identifier(part.toString())).append('.');
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        return out.append(identifier(part.toString())).toString();
    }

    private static String identifier(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
