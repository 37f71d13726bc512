package io.penstock.ingest.core.catalog;

import io.penstock.ingest.core.read.SourceException;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A connection to a SQL warehouse for small questions. One thread. Every call may block for minutes while the warehouse
 * starts.
 */
public interface WarehouseSession extends AutoCloseable {
    /** {@code SELECT 1}. */
    void wake() throws SourceException;

    /** Names and types of columns, in order, without running anything. */
    SequencedMap<String, String> columns(Relation relation) throws SourceException;

    /** A table's properties. */
    Map<String, String> properties(String table) throws SourceException;

    /**
     * Any few rows, each a JSON object made by the engine.
     *
     * @param most 1 to 100
     */
    List<String> sample(Relation relation, int most) throws SourceException;

    /**
     * Creates a table with one column and drops it again. If dropping fails the table stays and the message names it.
     */
    void createAndDrop(TableName table) throws SourceException;

    @Override
    void close();
}
