package io.penstock.webhook.lakehouse;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One table of ours, and the statements for it.
 *
 * @param schema name of the schema if it is not the configured one: a sibling of it in the same catalog
 * @param name last part of the table's name
 * @param key column that makes a row one row
 * @param newer column by which a later copy of a row replaces an earlier one; empty: the first copy stays
 * @param columns in the table's order; one of them is {@code event_date}, the partition
 */
record DeltaTable(Optional<String> schema, String name, String key, Optional<String> newer, List<Column> columns) {
    private static final String PARTITION = "event_date";

    /** A column, its Spark SQL type, and what it says, for whoever reads the table. */
    record Column(String name, String type, String comment) {}

    DeltaTable {
        columns = List.copyOf(columns);
    }

    /** Whether it is one of those in the configured schema, which the views of engagement read. */
    boolean seenByViews() {
        return schema.isEmpty();
    }

    static Column column(String name, String type, String comment) {
        return new Column(name, type, comment);
    }

    String createSchema(TableSchema configured) {
        return "CREATE SCHEMA IF NOT EXISTS " + home(configured).quoted();
    }

    /** The engine keeps the files few: a merge a few times a minute would leave thousands of them a day. */
    String createTable(TableSchema configured) {
        return "CREATE TABLE IF NOT EXISTS " + qualified(configured) + " (\n" + definitions(columns)
                + "\n) USING DELTA PARTITIONED BY (" + quote(PARTITION) + ")\nTBLPROPERTIES ("
                + "'delta.autoOptimize.optimizeWrite' = 'true', 'delta.autoOptimize.autoCompact' = 'true')";
    }

    /** Its result has the columns the table has now, and no row. */
    String look(TableSchema configured) {
        return "SELECT * FROM " + qualified(configured) + " LIMIT 0";
    }

    /**
     * Brings a table of an earlier version up to date; empty if nothing is missing. Columns never go or change type.
     *
     * @param there names of the columns it has, lower case
     */
    Optional<String> addColumns(TableSchema configured, Set<String> there) {
        List<Column> missing =
                columns.stream().filter(column -> !there.contains(column.name)).toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "ALTER TABLE " + qualified(configured) + " ADD COLUMNS (\n" + definitions(missing) + "\n)");
    }

    private static String definitions(List<Column> columns) {
        return columns.stream()
                .map(column -> "  " + quote(column.name) + " " + column.type + " COMMENT '" + column.comment + "'")
                .collect(Collectors.joining(",\n"));
    }

    /**
     * One statement, one commit. First parameter: the rows as one JSON array; second: the earliest date among them, so
     * that only partitions that can hold copies are read.
     *
     * <p>{@code FAILFAST} is essential: by default a value of the wrong type becomes a row of nulls and malformed text
     * no row at all, both reported as success.
     */
    String merge(TableSchema configured) {
        String struct = columns.stream()
                .map(column -> quote(column.name) + ": " + column.type)
                .collect(Collectors.joining(", "));
        String names = columns.stream().map(column -> quote(column.name)).collect(Collectors.joining(", "));
        String values =
                columns.stream().map(column -> "s." + quote(column.name)).collect(Collectors.joining(", "));
        String replace = newer.map(column -> "WHEN MATCHED AND s." + quote(column) + " > t." + quote(column)
                        + " THEN UPDATE SET "
                        + columns.stream()
                                .map(c -> quote(c.name) + " = s." + quote(c.name))
                                .collect(Collectors.joining(", "))
                        + "\n")
                .orElse("");
        return "MERGE INTO " + qualified(configured) + " AS t\n"
                + "USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<" + struct + ">>', map('mode', 'FAILFAST')))) AS s\n"
                + "ON t." + quote(key) + " = s." + quote(key) + " AND t." + quote(PARTITION) + " = s."
                + quote(PARTITION)
                + " AND t." + quote(PARTITION) + " >= CAST(? AS DATE)\n"
                + replace
                + "WHEN NOT MATCHED THEN INSERT (" + names + ") VALUES (" + values + ")";
    }

    private TableSchema home(TableSchema configured) {
        return schema.map(configured::sibling).orElse(configured);
    }

    private String qualified(TableSchema configured) {
        return home(configured).quoted() + "." + quote(name);
    }

    private static String quote(String name) {
        return "`" + name + "`";
    }
}
