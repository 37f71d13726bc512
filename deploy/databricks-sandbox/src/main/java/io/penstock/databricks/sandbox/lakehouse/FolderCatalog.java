package io.penstock.databricks.sandbox.lakehouse;

import io.penstock.databricks.sandbox.access.Visitor;
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
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.NonEmptyNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.expressions.Literal;
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
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;

/**
 * A Spark catalog over one folder, all tables Delta; see {@link CatalogFolder} for what is a table.
 *
 * <p>The folders are the truth: a table is loaded from its folder each time it is named, so a broken one fails with
 * Delta's own words and harms no other. Delta's own catalog only works as {@code spark_catalog}, so what makes or
 * alters a table is passed on to it, with the schema renamed to {@code <catalog>__<schema>} and always with the
 * location, so that forgetting an entry never deletes data. Spark makes one instance per session, on first use; the
 * session says whose it is.
 */
public final class FolderCatalog implements StagingTableCatalog, SupportsNamespaces {
    private static final Pattern ODD = Pattern.compile("[^a-z0-9_]");
    private static final String TIME_TRAVEL = "SQL";

    /** Option, {@code spark.sql.catalog.<name>.folder}, that names the folder. */
    public static final String FOLDER = "folder";

    /** What statements do that Spark's catalog interface cannot tell apart: all of them load the table. */
    private static final ThreadLocal<Boolean> MAINTAINING = ThreadLocal.withInitial(() -> false);

    private String name;
    private CatalogFolder folder;
    private volatile Visitor visitor = Visitor.ITSELF;

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        this.name = catalog;
        this.folder = new CatalogFolder(Path.of(options.get(FOLDER)));
    }

    /** Says who asks from now on. */
    public void serve(Visitor caller) {
        visitor = caller;
    }

    /**
     * Runs an action on this thread whose tables are not read but altered, optimised, restored or cleaned up, which
     * takes another privilege.
     */
    public static <T> T maintaining(boolean altered, Supplier<T> action) {
        MAINTAINING.set(altered);
        try {
            return action.get();
        } finally {
            MAINTAINING.remove();
        }
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
        String schema = one(namespace);
        visitor.useSchema(name, schema);
        return folder.tables(schema).orElseThrow(() -> new NoSuchNamespaceException(namespace)).stream()
                .filter(table -> visitor.seesTable(name, schema, table))
                .map(table -> Identifier.of(namespace, table))
                .toArray(Identifier[]::new);
    }

    @Override
    public boolean tableExists(Identifier table) {
        return isInformation(table) || tableFolder(table).isPresent();
    }

    @Override
    public Table loadTable(Identifier table) throws NoSuchTableException {
        return read(table, Optional.empty());
    }

    @Override
    public Table loadTable(Identifier table, Set<TableWritePrivilege> privileges) throws NoSuchTableException {
        modify(table);
        return privileges.equals(Set.of(TableWritePrivilege.INSERT))
                ? loaded(table, Optional.empty())
                : read(table, Optional.empty());
    }

    @Override
    public Table loadTable(Identifier table, String version) throws NoSuchTableException {
        return read(
                table,
                Optional.of(new DeltaTimeTravelSpec(
                        Option.empty(), Option.apply(Long.valueOf(version)), Option.apply(TIME_TRAVEL), false)));
    }

    @Override
    public Table loadTable(Identifier table, long timestampMicros) throws NoSuchTableException {
        Literal time = new Literal(timestampMicros, DataTypes.TimestampType);
        return read(
                table,
                Optional.of(
                        new DeltaTimeTravelSpec(Option.apply(time), Option.empty(), Option.apply(TIME_TRAVEL), false)));
    }

    private Table read(Identifier table, Optional<DeltaTimeTravelSpec> version) throws NoSuchTableException {
        if (isInformation(table)) {
            visitor.useCatalog(name);
            return new InformationSchema(name, folder, visitor)
                    .table(table.name().toLowerCase(Locale.ROOT))
                    .orElseThrow(() -> new NoSuchTableException(table));
        }
        if (MAINTAINING.get()) {
            modify(table);
        } else {
            visitor.read(name, one(table.namespace()), table.name());
        }
        return loaded(table, version);
    }

    private static boolean isInformation(Identifier table) {
        return one(table.namespace()).equalsIgnoreCase(InformationSchema.NAME);
    }

    private void modify(Identifier table) {
        visitor.modify(name, one(table.namespace()), table.name());
    }

    private Table loaded(Identifier table, Optional<DeltaTimeTravelSpec> version) throws NoSuchTableException {
        Path data = tableFolder(table).orElseThrow(() -> new NoSuchTableException(table));
        return delta().load(table, name, data, version);
    }

    @Override
    public Table createTable(Identifier table, TableInfo info)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        visitor.createTable(name, one(table.namespace()));
        return delta().tables().createTable(entry(table), located(table, info));
    }

    @Override
    public StagedTable stageCreate(Identifier table, TableInfo info)
            throws TableAlreadyExistsException, NoSuchNamespaceException {
        visitor.createTable(name, one(table.namespace()));
        return delta().tables().stageCreate(entry(table), located(table, info));
    }

    @Override
    public StagedTable stageReplace(Identifier table, TableInfo info)
            throws NoSuchNamespaceException, NoSuchTableException {
        modify(table);
        return delta().tables().stageReplace(entered(table), located(table, info));
    }

    @Override
    public StagedTable stageCreateOrReplace(Identifier table, TableInfo info) throws NoSuchNamespaceException {
        Optional<Path> present = tableFolder(table);
        if (present.isPresent()) {
            modify(table);
        } else {
            visitor.createTable(name, one(table.namespace()));
        }
        Identifier entry = entry(table);
        present.ifPresent(data -> delta().enter(entry, data));
        return delta().tables().stageCreateOrReplace(entry, located(table, info));
    }

    @Override
    public Table alterTable(Identifier table, TableChange... changes) throws NoSuchTableException {
        modify(table);
        return delta().tables().alterTable(entered(table), changes);
    }

    @Override
    public boolean dropTable(Identifier table) {
        Optional<Path> data = tableFolder(table);
        data.ifPresent(path -> {
            modify(table);
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
        modify(from);
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
        visitor.useCatalog(name);
        return folder.schemas().stream()
                .filter(schema -> visitor.seesSchema(name, schema))
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
        visitor.createSchema(name);
        if (namespaceExists(namespace)) {
            throw new NamespaceAlreadyExistsException(namespace);
        }
        if (namespace.length != 1) {
            throw new IllegalArgumentException("A schema has one name, but got " + String.join(".", namespace) + ".");
        }
        Lakehouse.create(folder.newSchema(namespace[0]));
    }

    @Override
    public void alterNamespace(String[] namespace, NamespaceChange... changes) {
        throw new UnsupportedOperationException("The sandbox keeps no properties of schemas.");
    }

    @Override
    public boolean dropNamespace(String[] namespace, boolean cascade)
            throws NoSuchNamespaceException, NonEmptyNamespaceException {
        Path schema = existing(namespace);
        List<String> tables = folder.tables(one(namespace)).orElseThrow();
        if (!tables.isEmpty() && !cascade) {
            throw new NonEmptyNamespaceException(namespace);
        }
        tables.forEach(table -> dropTable(Identifier.of(namespace, table)));
        if (!schema.equals(folder.folder())) {
            FolderTree.delete(schema);
        }
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
        return Identifier.of(
                new String[] {plain(name) + "__" + plain(String.join(".", table.namespace()))}, plain(table.name()));
    }

    /** Delta's catalog takes letters, digits and '_' only. */
    private static String plain(String name) {
        return ODD.matcher(name.toLowerCase(Locale.ROOT))
                .replaceAll(odd -> "_x%04x_".formatted((int) odd.group().charAt(0)));
    }

    private TableInfo located(Identifier table, TableInfo info) {
        Map<String, String> properties = new HashMap<>(info.properties());
        if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
            throw new UnsupportedOperationException(
                    "The sandbox keeps every table in its schema's folder: no LOCATION.");
        }
        properties.put(TableCatalog.PROP_LOCATION, DeltaCatalogAccess.address(location(table)));
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
                        .map(schema -> schema.resolve(
                                CatalogFolder.checked(table.name()).toLowerCase(Locale.ROOT))))
                .orElseThrow(() -> new IllegalArgumentException("No schema " + String.join(".", table.namespace())));
    }

    private Optional<Path> tableFolder(Identifier table) {
        return table.namespace().length == 1 ? folder.table(table.namespace()[0], table.name()) : Optional.empty();
    }

    private Optional<Path> schemaFolder(String[] namespace) {
        return namespace.length == 1 ? folder.schema(namespace[0]) : Optional.empty();
    }

    private Path existing(String[] namespace) throws NoSuchNamespaceException {
        return schemaFolder(namespace).orElseThrow(() -> new NoSuchNamespaceException(namespace));
    }

    private static String one(String[] namespace) {
        return String.join(".", namespace);
    }
}
