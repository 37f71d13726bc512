package io.penstock.ingest.core.catalog;

import io.penstock.ingest.core.read.SourceException;
import java.util.List;

/**
 * What one principal may see of a lakehouse. Starts no warehouse. Blocks for seconds at most; safe from any thread.
 *
 * <p>A name that is not there is a {@link SourceException.Fault#FIX_QUERY}, one that may not be seen a
 * {@link SourceException.Fault#MISSING_GRANT} with the GRANT as remedy.
 */
public interface CatalogBrowser {
    /** Catalogs, as the lakehouse orders them. */
    List<Entry> catalogs() throws SourceException;

    /** Schemas of a catalog. */
    List<Entry> schemas(String catalog) throws SourceException;

    /** Tables and views of a schema. */
    List<Entry> tables(String catalog, String schema) throws SourceException;

    /** One table with its columns. */
    TableDescription table(TableName name) throws SourceException;

    /**
     * One line of a list.
     *
     * @param kind of a table {@code MANAGED}, {@code EXTERNAL}, {@code VIEW} …; null for catalogs and schemas
     * @param comment null if there is none
     */
    record Entry(String name, String fullName, String kind, String comment) {}
}
