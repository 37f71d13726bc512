package io.penstock.databricks.sandbox.lakehouse;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
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
        return folder(catalog).map(Lakehouse::schemas);
    }

    /** Names of a schema's tables, sorted; nothing if there is no such schema. */
    public Optional<List<String>> tables(String catalog, String schema) {
        return folder(catalog)
                .flatMap(folder -> Lakehouse.child(folder, schema))
                .map(Lakehouse::tables);
    }

    /**
     * Reads one table's description. Must run inside a session. A table that cannot be read counts as missing, with a
     * line in the log, so that one broken folder does not hide the others.
     */
    public Optional<TableDescription> table(SparkSession session, String catalog, String schema, String table) {
        if (folder(catalog).isEmpty()) {
            return Optional.empty();
        }
        TableCatalog tables =
                (TableCatalog) session.sessionState().catalogManager().catalog(catalog.toLowerCase(Locale.ROOT));
        try {
            DeltaTableV2 found = (DeltaTableV2) tables.loadTable(Identifier.of(new String[] {schema}, table));
            return Optional.of(description(catalog, schema, table, found));
        } catch (NoSuchTableException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot read " + catalog + "." + schema + "." + table, e);
            return Optional.empty();
        }
    }

    private static TableDescription description(String catalog, String schema, String table, DeltaTableV2 found) {
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
                found.schema(),
                List.copyOf(CollectionConverters.asJava(snapshot.metadata().partitionColumns())),
                found.path().toString(),
                Instant.ofEpochMilli(OptionConverters.toJava(snapshot.metadata().createdTime())
                        .map(time -> (Long) time)
                        .orElse(snapshot.timestamp())),
                Instant.ofEpochMilli(snapshot.timestamp()),
                properties);
    }

    private Optional<Path> folder(String catalog) {
        return Optional.ofNullable(lakehouse.catalogs().get(catalog.toLowerCase(Locale.ROOT)));
    }
}
