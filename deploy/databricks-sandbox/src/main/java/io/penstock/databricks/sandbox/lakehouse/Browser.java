package io.penstock.databricks.sandbox.lakehouse;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/** What there is to see in a lakehouse. Names come from the folders, descriptions from the Delta logs. */
public final class Browser {
    private static final System.Logger LOG = System.getLogger(Browser.class.getName());
    private static final Set<String> OWN_PROPERTIES =
            Set.of("location", "provider", "Type", "external", "owner", "table_type");

    private final Lakehouse lakehouse;

    /** Of one lakehouse. */
    public Browser(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** Names of all catalogs, sorted. */
    public List<String> catalogs() {
        return List.copyOf(lakehouse.catalogs().keySet());
    }

    /** Names of a catalog's schemas, sorted; nothing if there is no such catalog. */
    public Optional<List<String>> schemas(String catalog) {
        return lakehouse.catalog(catalog).map(CatalogFolder::schemas);
    }

    /** Names of a schema's tables, sorted; nothing if there is no such schema. */
    public Optional<List<String>> tables(String catalog, String schema) {
        return lakehouse.catalog(catalog).flatMap(folder -> folder.tables(schema));
    }

    /**
     * Reads one table's description; nothing if there is no such table. Must run inside a session. A table that cannot
     * be read has a description without columns, with a line in the log, so that one broken folder does not hide the
     * others.
     */
    public Optional<TableDescription> table(SparkSession session, String catalog, String schema, String table) {
        Optional<Path> data = lakehouse.catalog(catalog).flatMap(folder -> folder.table(schema, table));
        return data.map(folder -> described(session, catalog, schema, table, folder));
    }

    static TableDescription described(SparkSession session, String catalog, String schema, String table, Path folder) {
        try {
            Identifier name = Identifier.of(new String[] {schema}, table);
            return description(
                    catalog,
                    schema,
                    table,
                    folder,
                    DeltaCatalogAccess.of(session).load(name, catalog, folder, Optional.empty()));
        } catch (Exception | LinkageError e) { // whatever a broken log makes Delta throw
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Cannot read " + catalog + "." + schema + "." + table + ": "
                            + e.getClass().getSimpleName());
            return TableDescription.unreadable(catalog, schema, table, DeltaCatalogAccess.address(folder));
        }
    }

    private static TableDescription description(
            String catalog, String schema, String table, Path folder, DeltaTableV2 found) {
        Snapshot snapshot = found.initialSnapshot();
        Map<String, String> properties = found.properties().entrySet().stream()
                .filter(property -> !OWN_PROPERTIES.contains(property.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new TableDescription(
                catalog,
                schema,
                table,
                snapshot.metadata().id(),
                Optional.ofNullable(snapshot.metadata().description()),
                snapshot.metadata().schema(),
                List.copyOf(CollectionConverters.asJava(snapshot.metadata().partitionColumns())),
                DeltaCatalogAccess.address(folder),
                Instant.ofEpochMilli(OptionConverters.toJava(snapshot.metadata().createdTime())
                        .map(time -> (Long) time)
                        .orElse(snapshot.timestamp())),
                Instant.ofEpochMilli(snapshot.timestamp()),
                properties);
    }
}
