package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.ReadRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The statements that read rows, one per kind of range. None needs a grant beyond SELECT. */
final class RowSql {
    /** Name of the column with the row's JSON. */
    static final String JSON = "penstock_row";
    /** Name of the column with the row's commit version. */
    static final String COMMIT = "penstock_commit";
    /** Name of the column with the commit's time, in microseconds. */
    static final String MICROS = "penstock_micros";
    /** Name of the column that says whether the row is gone. */
    static final String DELETED = "penstock_deleted";
    /** How the row's commit version is asked for; names the column in the engine's complaint when it has none. */
    static final String ROW_VERSION = "row_commit_version";

    /** The feed's own columns, and ours beside them, which are no part of the row. */
    private static final String FEED_COLUMNS = "_change_type, _commit_version, _commit_timestamp";

    private RowSql() {}

    /** The row as JSON: nulls kept, instants with zone, microseconds kept. */
    static String json(String struct) {
        return "to_json(" + struct + ", map('ignoreNullFields','false',"
                + "'timestampFormat',\"yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX\","
                + "'timestampNTZFormat',\"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\")) AS " + JSON;
    }

    static String whole(Origin origin, ReadRange.Whole range) {
        return paged("", origin.at(range.head()), List.of(), range.page());
    }

    static String byRowVersion(Origin origin, ReadRange.ByRowVersion range) {
        String version = "_metadata." + ROW_VERSION;
        List<String> where = range.after() < 0 ? List.of() : List.of(version + " > " + range.after());
        return paged(version + " AS " + COMMIT + ", ", origin.at(range.head()), where, range.page());
    }

    /**
     * Rows from an instant on; of several rows with one key the one with the highest watermark, ties decided by the
     * text of the row. Rows whose key is null are nobody's and all come.
     */
    static String byWatermark(Origin origin, ReadRange.ByWatermark range) {
        String from = origin.at(range.head(), range.from());
        List<String> where = watermark(origin, range);
        if (range.key().isEmpty()) {
            return paged("", from, where, range.page());
        }
        String at = SqlNames.column(range.column()) + " AS penstock_at, ";
        String unnamed = range.key().stream()
                        .map(key -> SqlNames.column(key) + " IS NULL")
                        .collect(Collectors.joining(" OR ", "(", ")"))
                + " AS penstock_unnamed, ";
        List<String> names = new ArrayList<>();
        StringBuilder keys = new StringBuilder();
        for (String key : range.key()) {
            names.add("penstock_key_" + names.size());
            keys.append(SqlNames.column(key))
                    .append(" AS ")
                    .append(names.getLast())
                    .append(", ");
        }
        return "SELECT " + JSON + " FROM (SELECT " + JSON + ", penstock_unnamed, row_number() OVER (PARTITION BY "
                + String.join(", ", names) + ", CASE WHEN penstock_unnamed THEN " + JSON
                + " END ORDER BY penstock_at DESC, " + JSON + " DESC) AS penstock_rank FROM ("
                + paged(at + unnamed + keys, from, where, range.page())
                + ") AS penstock_rows) AS penstock_ranked WHERE penstock_rank = 1 OR penstock_unnamed";
    }

    /** Highest watermark, in microseconds. */
    static String newest(Origin origin, ReadRange.ByWatermark range) {
        return "SELECT " + SqlTimes.micros("max(" + SqlNames.column(range.column()) + ")") + " FROM "
                + origin.at(range.head(), (Instant) null);
    }

    /**
     * The feed, in the order of commits; what a commit removed comes before what it wrote. Of an update's old image
     * only that is kept which no new image of the commit has the key of.
     */
    static String changes(Origin origin, ReadRange.Changes range) {
        String feed = "SELECT * FROM " + feed(origin, range);
        String where = "_change_type <> 'update_preimage'";
        String hidden = FEED_COLUMNS;
        if (!range.key().isEmpty()) {
            feed = "SELECT *, max(_change_type = 'update_postimage') OVER (PARTITION BY _commit_version, "
                    + SqlNames.columns("", range.key()) + ") AS penstock_kept FROM " + feed(origin, range);
            where = where + " OR NOT penstock_kept";
            hidden = hidden + ", penstock_kept";
        }
        return "SELECT _commit_version AS " + COMMIT + ", unix_micros(_commit_timestamp) AS " + MICROS
                + ", _change_type IN ('delete', 'update_preimage') AS " + DELETED + ", "
                + json("struct(* EXCEPT (" + hidden + "))") + " FROM (" + feed + ") AS penstock_feed WHERE " + where
                + " ORDER BY " + COMMIT + ", " + DELETED + " DESC";
    }

    /** A query with the columns that the rows of {@link #changes} have. */
    static String changesShape(Origin origin, ReadRange.Changes range) {
        return "SELECT * EXCEPT (" + FEED_COLUMNS + ") FROM " + feed(origin, range);
    }

    private static String feed(Origin origin, ReadRange.Changes range) {
        return "table_changes(" + SqlNames.text(SqlNames.table(origin.table())) + ", " + range.from() + ", "
                + range.head().version() + ")";
    }

    private static List<String> watermark(Origin origin, ReadRange.ByWatermark range) {
        return range.from() == null || origin.filtersItself()
                ? List.of()
                : List.of(SqlNames.column(range.column()) + " >= " + SqlTimes.literal(range.type(), range.from()));
    }

    /**
     * Rows with their JSON, of one page if there is one. Keys are hashed as text, because the same number hashes
     * otherwise as INT and as BIGINT, and a key may be widened between two pages.
     */
    private static String paged(String also, String from, List<String> where, Page page) {
        List<String> conditions = new ArrayList<>(where);
        if (page != null && !page.key().isEmpty()) {
            String texts = page.key().stream()
                    .map(key -> "CAST(" + SqlNames.column(key) + " AS STRING)")
                    .collect(Collectors.joining(", "));
            conditions.add(falls(texts, page));
        }
        String sql = "SELECT " + also + json("struct(*)") + " FROM " + from
                + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions));
        return page == null || !page.key().isEmpty()
                ? sql
                : "SELECT * FROM (" + sql + ") AS penstock_all WHERE " + falls(JSON, page);
    }

    private static String falls(String hashed, Page page) {
        return "pmod(xxhash64(" + hashed + "), " + page.of() + ") = " + page.number();
    }
}
