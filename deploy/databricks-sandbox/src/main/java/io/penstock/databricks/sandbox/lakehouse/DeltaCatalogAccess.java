package io.penstock.databricks.sandbox.lakehouse;

import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NamespaceAlreadyExistsException;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableInfo;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.catalog.DeltaCatalog;

/**
 * Delta's own catalog, the one behind {@code spark_catalog}, as a session sees it. Entries are shared by all sessions.
 */
record DeltaCatalogAccess(SparkSession session, DeltaCatalog tables) {
    static DeltaCatalogAccess of(SparkSession session) {
        var state = ((org.apache.spark.sql.classic.SparkSession) session).sessionState();
        return new DeltaCatalogAccess(
                session, (DeltaCatalog) state.catalogManager().catalog("spark_catalog"));
    }

    /** Makes the schema known. Safe to repeat and to race. */
    void schema(String schema, Path folder) {
        String[] namespace = {schema};
        if (!tables.namespaceExists(namespace)) {
            try {
                tables.createNamespace(
                        namespace,
                        Map.of(SupportsNamespaces.PROP_LOCATION, folder.toUri().toString()));
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
        Map<String, String> properties = Map.of(
                TableCatalog.PROP_PROVIDER,
                "delta",
                TableCatalog.PROP_LOCATION,
                folder.toUri().toString());
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

    /** Takes the entry out; the data stays where it is. */
    void forget(Identifier table, Path folder) {
        if (tables.tableExists(table)) {
            tables.dropTable(table);
        }
        DeltaLog.invalidateCache(session, new org.apache.hadoop.fs.Path(folder.toUri()));
    }
}
