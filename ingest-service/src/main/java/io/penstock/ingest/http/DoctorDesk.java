package io.penstock.ingest.http;

import io.penstock.ingest.core.doctor.Finding;
import io.penstock.ingest.core.read.SourceException;
import java.util.function.Consumer;

/** Examines connections and pipelines. */
public interface DoctorDesk {
    /**
     * Examines; blocks for minutes if a warehouse has to start.
     *
     * @param tell called with each finding as it is made, also from another thread
     * @return whether no step failed
     * @throws SourceException if there is nothing of that name, or too much is being examined already
     */
    boolean examine(Request request, Consumer<Finding> tell) throws SourceException;

    /**
     * What to examine: a pipeline with its connection, or a connection alone.
     *
     * @param pipeline name, or null
     * @param connection name, or null
     * @param schema two-part name of where engagement lands, instead of the project's; or null
     * @param write whether to create and drop a table there
     */
    record Request(String pipeline, String connection, String schema, boolean write) {}
}
