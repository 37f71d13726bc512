package io.penstock.ingest.run;

import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.schemas.config.ConnectionSpec;

/** Opens sources. */
@FunctionalInterface
public interface SourceFactory {
    /**
     * What to read.
     *
     * @param table three-part name, or null
     * @param query Spark SQL, or null; exactly one of the two is set
     */
    record Request(String table, String query, ReadMode mode) {}

    /** Connects; may block for minutes while a warehouse starts. Interrupting the thread ends the wait. */
    RecordSource open(ConnectionSpec.Databricks connection, Request request) throws SourceException;
}
