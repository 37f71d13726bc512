package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;

/** The statements that ask about a source and read none of its rows, or one at most. */
final class TableSql {
    private TableSql() {}

    /** Newest first. The statement cannot stand inside another one. */
    static String history(String table) {
        return "DESCRIBE HISTORY " + SqlNames.table(table);
    }

    static String history(String table, long commits) {
        return history(table) + " LIMIT " + commits;
    }

    static String describe(String query) {
        return "DESCRIBE QUERY " + query;
    }

    /** The full type of a column whose description was cut short; no row if the source is empty. */
    static String fullType(String column, String from) {
        return "SELECT typeof(" + SqlNames.column(column) + ") FROM " + from + " LIMIT 1";
    }

    static String count(Origin origin, Head head) {
        return "SELECT count(*) FROM " + origin.at(head);
    }

    static String anyValue(Origin origin, Head head, String column) {
        return "SELECT 1 FROM " + origin.at(head) + " WHERE " + SqlNames.column(column) + " IS NOT NULL LIMIT 1";
    }
}
