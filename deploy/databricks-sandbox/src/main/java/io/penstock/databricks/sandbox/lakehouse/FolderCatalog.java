package io.penstock.databricks.sandbox.lakehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A Spark catalog over one folder: {@code <folder>/<schema>/<table>}, all tables Delta.
 *
 * <p>Delta's own catalog only works as {@code spark_catalog}, so every call is passed on to it, with the schema renamed
 * to {@code <catalog>__<schema>}. The folders are the truth: a table is entered there when it is first named, always
 * with its location, so that forgetting an entry never deletes data. Spark makes one instance per session, on first
 * use.
 */
public final class FolderCatalog implements StagingTableCatalog, SupportsNamespaces {
    /** Option, {@code spark.sql.catalog.<name>.folder}, that names the folder. */
    public static final String FOLDER = "folder";

    private String name;
    private Path folder;

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        this.name = catalog;
        this.folder = Path.of(options.get(FOLDER));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String[] defaultNamespace() {
        return new String[] {"default"};
    }

    @Override
    public Set<TableCatalogCapability> capabilities() {
        return DeltaCatalogAccess.of(SparkSession.active()).tables().capabilities();
    }

    @Override
    public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
        return Lakehouse.tables(existing(namespace)).stream()
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    @Override
    public boolean tableExists(Identifier table) {
        return tableFolder(table).isPresent();
    }

    @Override
    public Table loadTable(Identifier table) throws NoSuchTableException {
        return delta().tables().loadTable(entered(table));
    }

    @Override
    public Table loadTable(Identifier table, String version) throws NoSuchTableException {
        return delta().tables().loadTable(entered(table), version);
    }

    @Override
    public Table loadTable(Identifier table, long timestampMicros) throws NoSuchTableException {
        return delta().tables().loadTable(entered(table), timestampMicros);
    }

    @Override
    public Table createTable(Identifier table, TableInfo info)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return delta().tables().createTable(entry(table), located(table, info));
    }

    @Override
    public StagedTable stageCreate(Identifier table, TableInfo info)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        return delta().tables().stageCreate(entry(table), located(table, info));
    }

    @Override
    public StagedTable stageReplace(Identifier table, TableInfo info)
            throws NoSuchNamespaceException, NoSuchTableException {
        return delta().tables().stageReplace(entered(table), located(table, info));
    }

    @Override
    public StagedTable stageCreateOrReplace(Identifier table, TableInfo info) throws NoSuchNamespaceException {
        Identifier entry = entry(table);
        tableFolder(table).ifPresent(data -> delta().enter(entry, data));
        return delta().tables().stageCreateOrReplace(entry, located(table, info));
    }

    @Override
    public Table alterTable(Identifier table, TableChange... changes) throws NoSuchTableException {
        return delta().tables().alterTable(entered(table), changes);
    }

    @Override
    public boolean dropTable(Identifier table) {
        Optional<Path> data = tableFolder(table);
        data.ifPresent(path -> {
            delta().forget(inside(table), path);
            FolderTree.delete(path);
        });
        return data.isPresent();
    }

    @Override
    public void renameTable(Identifier from, Identifier target)
            throws NoSuchTableException, TableAlreadyExistsException {
        Identifier to = withoutCatalog(target);
        Path data = tableFolder(from).orElseThrow(() -> new NoSuchTableException(from));
        if (tableExists(to)) {
            throw new TableAlreadyExistsException(to);
        }
        delta().forget(inside(from), data);
        try {
            Files.move(data, location(to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[][] listNamespaces() {
        return Lakehouse.schemas(folder).stream()
                .map(schema -> new String[] {schema})
                .toArray(String[][]::new);
    }

    @Override
    public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
        if (namespace.length == 0) {
            return listNamespaces();
        }
        existing(namespace);
        return new String[0][];
    }

    @Override
    public boolean namespaceExists(String[] namespace) {
        return schemaFolder(namespace).isPresent();
    }

    @Override
    public Map<String, String> loadNamespaceMetadata(String[] namespace) throws NoSuchNamespaceException {
        return Map.of(
                SupportsNamespaces.PROP_LOCATION, existing(namespace).toUri().toString());
    }

    @Override
    public void createNamespace(String[] namespace, Map<String, String> metadata)
            throws NamespaceAlreadyExistsException {
        if (namespaceExists(namespace)) {
            throw new NamespaceAlreadyExistsException(namespace);
        }
        if (namespace.length != 1) {
            throw new IllegalArgumentException("A schema has one name, but got " + String.join(".", namespace) + ".");
        }
        Lakehouse.create(folder.resolve(Lakehouse.checked(namespace[0]).toLowerCase(Locale.ROOT)));
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw new UnsupportedOperationException("The sandbox keeps no properties of schemas.");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        Path schema = existing(namespace);
        List<String> tables = Lakehouse.tables(schema);
        if (!tables.isEmpty() && !cascade) {
            throw new NonEmptyNamespaceException(namespace);
        }
        tables.forEach(table -> dropTable(Identifier.of(namespace, table)));
        FolderTree.delete(schema);
        return true;
    }

    /** Databricks writes the new name of a table in full; Spark takes the catalog for a part of the schema then. */
    private Identifier withoutCatalog(Identifier table) {
        String[] namespace = table.namespace();
        return namespace.length == 2 && namespace[0].equalsIgnoreCase(name)
                ? Identifier.of(new String[] {namespace[1]}, table.name())
                : table;
    }

    private static DeltaCatalogAccess delta() {
        return DeltaCatalogAccess.of(SparkSession.active());
    }

    /** The table's entry in Delta's catalog, made if this is the first time the table is named. */
    private Identifier entered(Identifier table) throws NoSuchTableException {
        Path data = tableFolder(table).orElseThrow(() -> new NoSuchTableException(table));
        Identifier entry = inside(table);
        delta().schema(entry.namespace()[0], data.getParent());
        delta().enter(entry, data);
        return entry;
    }

    private Identifier entry(Identifier table) throws NoSuchNamespaceException {
        Identifier entry = inside(table);
        delta().schema(entry.namespace()[0], existing(table.namespace()));
        return entry;
    }

    private Identifier inside(Identifier table) {
        String schema = String.join(".", table.namespace()).toLowerCase(Locale.ROOT);
        return Identifier.of(new String[] {name + "__" + schema}, table.name());
    }

    private TableInfo located(Identifier table, TableInfo info) {
        Map<String, String> properties = new HashMap<>(info.properties());
        if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
            throw new UnsupportedOperationException(
                    "The sandbox keeps every table in its schema's folder: no LOCATION.");
        }
        properties.put(TableCatalog.PROP_LOCATION, location(table).toUri().toString());
        properties.putIfAbsent(TableCatalog.PROP_PROVIDER, "delta");
        Column[] columns = info.columns();
        Transform[] partitions = info.partitions();
        return new TableInfo.Builder()
                .withColumns(columns)
                .withPartitions(partitions)
                .withProperties(properties)
                .withConstraints(info.constraints())
                .build();
    }

    private Path location(Identifier table) {
        return tableFolder(table)
                .or(() -> schemaFolder(table.namespace())
                        .map(schema ->
                                schema.resolve(Lakehouse.checked(table.name()).toLowerCase(Locale.ROOT))))
                .orElseThrow(() -> new IllegalArgumentException("No schema " + String.join(".", table.namespace())));
    }

    private Optional<Path> tableFolder(Identifier table) {
        return schemaFolder(table.namespace())
                .flatMap(schema -> Lakehouse.child(schema, table.name()))
                .filter(Lakehouse::isTable);
    }

    private Optional<Path> schemaFolder(String[] namespace) {
        return namespace.length == 1 ? Lakehouse.child(folder, namespace[0]) : Optional.empty();
    }

    private Path existing(String[] namespace) throws NoSuchNamespaceException {
        return schemaFolder(namespace).orElseThrow(() -> new NoSuchNamespaceException(namespace));
    }
}
