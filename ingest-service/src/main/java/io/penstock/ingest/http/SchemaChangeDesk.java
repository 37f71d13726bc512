package io.penstock.ingest.http;

import io.penstock.ingest.core.read.SourceException;
import java.time.Instant;
import java.util.List;

/** Schema changes announced so far. */
public interface SchemaChangeDesk {
    /**
     * Oldest first, each once however often it was announced; the newest 1,000 of each pipeline.
     *
     * @param pipeline only this one's, or null for all
     * @param onlyOpen leaves out those that a newer version of the pipeline has answered
     * @throws SourceException while not everything that was announced has been read yet
     */
    List<Change> changes(String pipeline, boolean onlyOpen) throws SourceException;

    /**
     * One change as the endpoint tells it; {@code change} and {@code policy} in lower case, absent instead of null.
     *
     * @param open whether the version of the pipeline that met it is still in force
     */
    record Change(
            String pipeline,
            String table,
            long tableVersion,
            String change,
            String column,
            String before,
            String after,
            String evidence,
            String policy,
            String action,
            List<String> touches,
            String proposal,
            long configVersion,
            Instant at,
            boolean open) {
        public Change {
            touches = List.copyOf(touches);
        }
    }
}
