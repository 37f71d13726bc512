package io.penstock.databricks.sandbox.lakehouse;

import io.penstock.databricks.sandbox.access.Visitor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * {@code information_schema} of one catalog: {@code schemata}, {@code tables} and {@code columns} with the columns that
 * people ask for. Shows what the caller may see; a broken table has no columns.
 */
final class InformationSchema {
    static final String NAME = "information_schema";

    private static final StructType SCHEMATA = StructType.fromDDL("catalog_name STRING, schema_name STRING");
    private static final StructType TABLES = StructType.fromDDL(
            "table_catalog STRING, table_schema STRING, table_name STRING, table_type STRING, comment STRING,"
                    + " data_source_format STRING");
    private static final StructType COLUMNS = StructType.fromDDL(
            "table_catalog STRING, table_schema STRING, table_name STRING, column_name STRING, ordinal_position INT,"
                    + " is_nullable STRING, full_data_type STRING, comment STRING");

    private final String catalog;
    private final CatalogFolder folder;
    private final Visitor visitor;

    InformationSchema(String catalog, CatalogFolder folder, Visitor visitor) {
        this.catalog = catalog;
        this.folder = folder;
        this.visitor = visitor;
    }

    /** One of its tables, as of now. */
    Optional<Table> table(String name) {
        return switch (name) {
            case "schemata" ->
                Optional.of(new Rows(
                        name,
                        SCHEMATA,
                        schemas().stream().map(schema -> row(catalog, schema)).toList()));
            case "tables" ->
                Optional.of(new Rows(
                        name,
                        TABLES,
                        tables().stream()
                                .map(table -> row(
                                        catalog,
                                        table.schema(),
                                        table.name(),
                                        "MANAGED",
                                        table.comment().orElse(null),
                                        "DELTA"))
                                .toList()));
            case "columns" ->
                Optional.of(new Rows(
                        name,
                        COLUMNS,
                        tables().stream()
                                .flatMap(table -> columns(table).stream())
                                .toList()));
            default -> Optional.empty();
        };
    }

    private List<String> schemas() {
        return folder.schemas().stream()
                .filter(schema -> visitor.seesSchema(catalog, schema))
                .toList();
    }

    private List<TableDescription> tables() {
        SparkSession session = (SparkSession) org.apache.spark.sql.SparkSession.active();
        List<TableDescription> found = new ArrayList<>();
        for (String schema : schemas()) {
            for (String table : folder.tables(schema).orElse(List.of())) {
                if (visitor.seesTable(catalog, schema, table)) {
                    folder.table(schema, table)
                            .map(data -> Browser.described(session, catalog, schema, table, data))
                            .ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private List<InternalRow> columns(TableDescription table) {
        List<InternalRow> columns = new ArrayList<>();
        for (StructField field : table.columns().fields()) {
            columns.add(row(
                    catalog,
                    table.schema(),
                    table.name(),
                    field.name(),
                    columns.size(),
                    field.nullable() ? "YES" : "NO",
                    field.dataType().catalogString(),
                    field.getComment().isDefined() ? field.getComment().get() : null));
        }
        return columns;
    }

    private static InternalRow row(Object... values) {
        Object[] inside = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            inside[i] = values[i] instanceof String text ? UTF8String.fromString(text) : values[i];
        }
        return new GenericInternalRow(inside);
    }

    /** Rows that are there already. */
    private record Rows(String name, StructType shape, List<InternalRow> rows) implements Table, SupportsRead {
        @Override
        public Column[] columns() {
            return CatalogV2Util.structTypeToV2Columns(shape, false);
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.BATCH_READ);
        }

        @Override
        public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
            return () -> new LocalScan() {
                @Override
                public InternalRow[] rows() {
                    return Rows.this.rows().toArray(InternalRow[]::new);
                }

                @Override
                public StructType readSchema() {
                    return shape;
                }
            };
        }
    }
}
