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
     * @param asker who asks, for the warehouse's query history: the pipeline's name, or null
     */
    record Request(String table, String query, ReadMode mode, String asker) {
        /** Nobody in particular asks. */
        public Request(String table, String query, ReadMode mode) {
            this(table, query, mode, null);
        }
    }

    /** Connects; may block for minutes while a warehouse starts. Interrupting the thread ends the wait. */
    RecordSource open(ConnectionSpec.Databricks connection, Request request) throws SourceException;
}
