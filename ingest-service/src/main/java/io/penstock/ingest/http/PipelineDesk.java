package io.penstock.ingest.http;

import java.time.Instant;
import java.util.List;

/** What the endpoints need to know. */
public interface PipelineDesk {
    /** Every pipeline, by name. */
    List<Pipeline> pipelines();

    /** Asks for a read now. @return false if there is no such pipeline */
    boolean readNow(String name);

    /** What the change filter of this process did. */
    Filter filter();

    /** A pipeline as the endpoint tells it; instants as ISO-8601, absent instead of null. */
    record Pipeline(
            String name,
            long configVersion,
            String mode,
            String state,
            String detail,
            Checkpoint checkpoint,
            long runs,
            long rowsRead,
            long rowsQuarantined,
            Instant lastRunAt,
            Instant nextRunAt,
            Backfill backfill) {}

    /** How far the first read of a large table is: pages, and how many of them are done. */
    record Backfill(int pages, int done) {}

    /** How far a source was read. */
    record Checkpoint(long tableVersion, Instant watermark, Instant at) {}

    /** Reads the filter has seen, and what they were. */
    record Filter(long seen, long unchanged, long changed, long duplicate) {}
}
