package io.penstock.databricks.sandbox.lakehouse;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.CatalogTableType;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.DeltaTimeTravelSpec;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;
import org.apache.spark.sql.delta.catalog.DeltaTableV2;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Delta's own catalog, the one behind {@code spark_catalog}, as a session sees it. Entries are shared by all sessions.
 */
record DeltaCatalogAccess(SparkSession session, DeltaCatalog tables) {
    static DeltaCatalogAccess of(SparkSession session) {
        var state = ((org.apache.spark.sql.classic.SparkSession) session).sessionState();
        return new DeltaCatalogAccess(
                session, (DeltaCatalog) state.catalogManager().catalog("spark_catalog"));
    }

    /** The folder as Spark wants it in properties: unescaped, because Spark escapes it once more. */
    static String address(Path folder) {
        return "file:" + folder;
    }

    /** Makes the schema known. Safe to repeat and to race. */
    void schema(String schema, Path folder) {
        String[] namespace = {schema};
        if (!tables.namespaceExists(namespace)) {
            try {
                tables.createNamespace(namespace, Map.of(SupportsNamespaces.PROP_LOCATION, address(folder)));
            } catch (NamespaceAlreadyExistsException another) {
                return; // another session was quicker, with the same answer
            }
        }
    }

    /** Makes a table that lies in a folder known, with the schema its log has. Safe to repeat and to race. */
    void enter(Identifier table, Path folder) {
        if (tables.tableExists(table)) {
            return;
        }
        Map<String, String> properties =
                Map.of(TableCatalog.PROP_PROVIDER, "delta", TableCatalog.PROP_LOCATION, address(folder));
        TableInfo info = new TableInfo.Builder()
                .withColumns(new Column[0])
                .withPartitions(new Transform[0])
                .withProperties(properties)
                .build();
        try {
            tables.createTable(table, info);
        } catch (TableAlreadyExistsException another) {
            return; // another session was quicker, with the same answer
        } catch (NoSuchNamespaceException e) {
            throw new IllegalStateException("The schema of " + table + " must be known before the table.", e);
        }
    }

    /** The table as it is now, under its name of three parts; without an entry here, so the table may be broken. */
    DeltaTableV2 load(Identifier name, String catalog, Path folder, Optional<DeltaTimeTravelSpec> version) {
        GeneratedCode.makeIfLarge(session, folder);
        CatalogTable described = new CatalogTable(
                new TableIdentifier(
                        name.name(), Option.apply(String.join(".", name.namespace())), Option.apply(catalog)),
                CatalogTableType.MANAGED(),
                CatalogStorageFormat.empty()
                        .copy(
                                Option.apply(folder.toUri()),
                                Option.empty(),
                                Option.empty(),
                                Option.empty(),
                                false,
                                scala.collection.immutable.Map$.MODULE$.empty(),
                                Option.empty()),
                new StructType(),
                Option.apply("delta"),
                CollectionConverters.asScala(List.<String>of()).toSeq(),
                Option.empty(),
                "",
                0,
                -1,
                "",
                scala.collection.immutable.Map$.MODULE$.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                Option.empty(),
                CollectionConverters.asScala(List.<String>of()).toSeq(),
                false,
                true,
                scala.collection.immutable.Map$.MODULE$.empty(),
                Option.empty(),
                Option.empty());
        return DeltaTableV2.apply(
                session,
                new org.apache.hadoop.fs.Path(folder.toUri()),
                Option.apply(described),
                Option.apply(catalog + "." + name),
                scala.collection.immutable.Map$.MODULE$.empty(),
                OptionConverters.toScala(version));
    }

    /** Takes the entry out; the data stays where it is. */
    void forget(Identifier table, Path folder) {
        if (tables.tableExists(table)) {
            tables.dropTable(table);
        }
        DeltaLog.invalidateCache(session, new org.apache.hadoop.fs.Path(folder.toUri()));
    }
}
