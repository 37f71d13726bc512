package io.penstock.databricks.sandbox.thrift;

import static io.penstock.databricks.sandbox.thrift.ColumnTable.noNumber;
import static io.penstock.databricks.sandbox.thrift.ColumnTable.noText;
import static io.penstock.databricks.sandbox.thrift.ColumnTable.number;
import static io.penstock.databricks.sandbox.thrift.ColumnTable.text;

import io.penstock.databricks.sandbox.engine.WarehouseSession;
import io.penstock.databricks.sandbox.lakehouse.Browser;
import io.penstock.databricks.sandbox.lakehouse.TableDescription;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;

/** Answers {@code DatabaseMetaData}: the column lists are those of Hive's protocol. */
final class MetadataTables {
    private final Browser browser;

    MetadataTables(Browser browser) {
        this.browser = browser;
    }

    ColumnTable catalogs() {
        ColumnTable table = new ColumnTable("TABLE_CAT");
        browser.catalogs().forEach(catalog -> table.add(text(catalog)));
        return table;
    }

    ColumnTable schemas(Optional<String> catalog, Optional<String> schema) {
        ColumnTable table = new ColumnTable("TABLE_SCHEM", "TABLE_CATALOG");
        places(catalog, schema).forEach(place -> table.add(text(place.schema()), text(place.catalog())));
        return table;
    }

    ColumnTable tables(
            Optional<String> catalog, Optional<String> schema, Optional<String> name, Optional<List<String>> types) {
        ColumnTable table = new ColumnTable(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "TABLE_TYPE",
                "REMARKS",
                "TYPE_CAT",
                "TYPE_SCHEM",
                "TYPE_NAME",
                "SELF_REFERENCING_COL_NAME",
                "REF_GENERATION");
        boolean wanted = types.isEmpty() || types.get().isEmpty() || types.get().contains("TABLE");
        if (wanted) {
            names(catalog, schema, LikePattern.of(name))
                    .forEach(found -> table.add(
                            text(found.place().catalog()),
                            text(found.place().schema()),
                            text(found.table()),
                            text("TABLE"),
                            text(""),
                            noText(),
                            noText(),
                            noText(),
                            noText(),
                            noText()));
        }
        return table;
    }

    static ColumnTable tableTypes() {
        ColumnTable table = new ColumnTable("TABLE_TYPE");
        table.add(text("TABLE"));
        table.add(text("VIEW"));
        return table;
    }

    ColumnTable columns(
            WarehouseSession session,
            Optional<String> catalog,
            Optional<String> schema,
            Optional<String> name,
            Optional<String> column) {
        ColumnTable table = new ColumnTable(
                "TABLE_CAT",
                "TABLE_SCHEM",
                "TABLE_NAME",
                "COLUMN_NAME",
                "#DATA_TYPE",
                "TYPE_NAME",
                "#COLUMN_SIZE",
                "#BUFFER_LENGTH",
                "#DECIMAL_DIGITS",
                "#NUM_PREC_RADIX",
                "#NULLABLE",
                "REMARKS",
                "COLUMN_DEF",
                "#SQL_DATA_TYPE",
                "#SQL_DATETIME_SUB",
                "#CHAR_OCTET_LENGTH",
                "#ORDINAL_POSITION",
                "IS_NULLABLE",
                "SCOPE_CATALOG",
                "SCOPE_SCHEMA",
                "SCOPE_TABLE",
                "#SOURCE_DATA_TYPE",
                "IS_AUTO_INCREMENT");
        Predicate<String> wanted = LikePattern.of(column);
        names(catalog, schema, LikePattern.of(name))
                .flatMap(found -> session
                        .inside(spark -> browser.table(
                                spark, found.place().catalog(), found.place().schema(), found.table()))
                        .stream())
                .forEach(found -> addColumns(table, found, wanted));
        return table;
    }

    /** A table without rows, for what Delta tables do not have. */
    static ColumnTable empty(String... names) {
        return new ColumnTable(names);
    }

    private static void addColumns(ColumnTable table, TableDescription found, Predicate<String> wanted) {
        StructField[] fields = found.columns().fields();
        for (int i = 0; i < fields.length; i++) {
            if (wanted.test(fields[i].name())) {
                addColumn(table, found, fields[i], i + 1);
            }
        }
    }

    private static void addColumn(ColumnTable table, TableDescription found, StructField field, int position) {
        DataType type = field.dataType();
        boolean decimal = type instanceof DecimalType;
        table.add(
                text(found.catalog()),
                text(found.schema()),
                text(found.name()),
                text(field.name()),
                number(jdbcType(type)),
                text(type.sql()),
                decimal ? number(((DecimalType) type).precision()) : noNumber(),
                noNumber(),
                decimal ? number(((DecimalType) type).scale()) : noNumber(),
                number(10),
                number(field.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls),
                text(field.getComment().isDefined() ? field.getComment().get() : ""),
                noText(),
                noNumber(),
                noNumber(),
                noNumber(),
                number(position),
                text(field.nullable() ? "YES" : "NO"),
                noText(),
                noText(),
                noText(),
                noNumber(),
                text("NO"));
    }

    private static int jdbcType(DataType type) {
        return switch (type.typeName()) {
            case "boolean" -> Types.BOOLEAN;
            case "byte" -> Types.TINYINT;
            case "short" -> Types.SMALLINT;
            case "integer" -> Types.INTEGER;
            case "long" -> Types.BIGINT;
            case "float" -> Types.FLOAT;
            case "double" -> Types.DOUBLE;
            case "string" -> Types.VARCHAR;
            case "binary" -> Types.BINARY;
            case "date" -> Types.DATE;
            case "timestamp", "timestamp_ntz" -> Types.TIMESTAMP;
            case "array" -> Types.ARRAY;
            case "struct" -> Types.STRUCT;
            case "map" -> Types.VARCHAR;
            default -> type instanceof DecimalType ? Types.DECIMAL : Types.OTHER;
        };
    }

    private Stream<Name> names(Optional<String> catalog, Optional<String> schema, Predicate<String> table) {
        return places(catalog, schema)
                .flatMap(place -> browser.tables(place.catalog(), place.schema()).orElse(List.of()).stream()
                        .filter(table)
                        .map(name -> new Name(place, name)));
    }

    private Stream<Place> places(Optional<String> catalog, Optional<String> schema) {
        Predicate<String> wanted = LikePattern.of(schema);
        return browser.catalogs().stream()
                .filter(LikePattern.exactly(catalog))
                .flatMap(found -> browser.schemas(found).orElse(List.of()).stream()
                        .filter(wanted)
                        .map(name -> new Place(found, name)));
    }

    private record Place(String catalog, String schema) {}

    private record Name(Place place, String table) {}
}
