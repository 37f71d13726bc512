package io.penstock.ingest.http;

import io.penstock.ingest.core.catalog.CatalogBrowser;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.SourceException;
import java.util.List;
import java.util.SequencedMap;

/** What the catalog's endpoints need to know. */
public interface CatalogDesk {
    /** Connections to lakehouses in force, by name. */
    List<Connection> connections();

    /** What a connection's principal may see. */
    CatalogBrowser browser(String connection) throws SourceException;

    /**
     * Any few rows; needs the warehouse and may wait for it.
     *
     * @param rows 1 to 100
     */
    Sample sample(String connection, TableName table, int rows) throws SourceException;

    /**
     * A connection as the endpoint tells it.
     *
     * @param credentials where its secrets come from; never a value
     */
    record Connection(String name, String host, String httpPath, String credentials) {}

    /**
     * Rows as they are.
     *
     * @param columns names and types
     * @param rows JSON objects made by the engine
     */
    record Sample(SequencedMap<String, String> columns, List<String> rows) {}
}
