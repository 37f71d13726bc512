package io.penstock.webhook.lakehouse;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One table of ours, and the statements for it.
 *
 * @param name last part of the table's name
 * @param key column that makes a row one row
 * @param newer column by which a later copy of a row replaces an earlier one; empty: the first copy stays
 * @param columns in the table's order; one of them is {@code event_date}, the partition
 */
record DeltaTable(String name, String key, Optional<String> newer, List<Column> columns) {
    private static final String PARTITION = "event_date";

    /** A column and its Spark SQL type. */
    record Column(String name, String type) {}

    DeltaTable {
        columns = List.copyOf(columns);
    }

    static Column column(String name, String type) {
        return new Column(name, type);
    }

    String createSchema(TableSchema schema) {
        return "CREATE SCHEMA IF NOT EXISTS " + schema.quoted();
    }

    String createTable(TableSchema schema) {
        String list = columns.stream()
                .map(column -> "  " + quote(column.name) + " " + column.type)
                .collect(Collectors.joining(",\n"));
        return "CREATE TABLE IF NOT EXISTS " + qualified(schema) + " (\n" + list + "\n) USING DELTA PARTITIONED BY ("
                + quote(PARTITION) + ")";
    }

    /**
     * One statement, one commit. First parameter: the rows as one JSON array; second: the earliest date among them, so
     * that only partitions that can hold copies are read.
     *
     * <p>{@code FAILFAST} is essential: by default a value of the wrong type becomes a row of nulls and malformed text
     * no row at all, both reported as success.
     */
    String merge(TableSchema schema) {
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
        return "MERGE INTO " + qualified(schema) + " AS t\n"
                + "USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<" + struct + ">>', map('mode', 'FAILFAST')))) AS s\n"
                + "ON t." + quote(key) + " = s." + quote(key) + " AND t." + quote(PARTITION) + " = s."
                + quote(PARTITION)
                + " AND t." + quote(PARTITION) + " >= CAST(? AS DATE)\n"
                + replace
                + "WHEN NOT MATCHED THEN INSERT (" + names + ") VALUES (" + values + ")";
    }

    private String qualified(TableSchema schema) {
        return schema.quoted() + "." + quote(name);
    }

    private static String quote(String name) {
        return "`" + name + "`";
    }
}
