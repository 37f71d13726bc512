package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.catalog.Relation;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.ReadMode;
import java.util.List;
import java.util.Optional;

/**
 * What is examined.
 *
 * @param pipeline empty if only the connection is
 * @param landing where engagement lands; empty if nobody has said
 */
public record Patient(Access access, Optional<Pipeline> pipeline, Optional<Landing> landing) {
    /**
     * What a pipeline asks of its source.
     *
     * @param key columns that name a row
     * @param watermark column of WATERMARK, else null
     */
    public record Pipeline(Relation source, List<String> key, ReadMode mode, String watermark) {
        public Pipeline {
            key = List.copyOf(key);
        }
    }

    /**
     * Where engagement lands.
     *
     * @param access of the connection it is written through; the same object if it is the same connection
     * @param schema two-part name
     * @param trial name of the table to create and drop; empty if that was not asked for
     */
    public record Landing(Access access, TableName schema, Optional<String> trial) {}
}
