package io.penstock.ingest.run;

import io.penstock.schemas.CheckpointV1;
import java.time.Instant;

/**
 * What a pipeline is doing.
 *
 * @param detail why it is in this state, or what waits, for a person; null if there is nothing to say
 * @param checkpoint the last one known, or null before the first run
 * @param runs completed runs since the pipeline exists
 * @param rowsRead rows read by this process
 * @param rowsQuarantined of these, rows that broke the contract
 * @param lastRunAt when the last run of this process ended, however it ended; null before
 * @param nextRunAt when the next one begins at the latest; null while one is under way
 */
public record PipelineStatus(
        String name,
        long configVersion,
        String mode,
        State state,
        String detail,
        CheckpointV1 checkpoint,
        long runs,
        long rowsRead,
        long rowsQuarantined,
        Instant lastRunAt,
        Instant nextRunAt) {
    /** States. */
    public enum State {
        /** Waits for the next poll. */
        IDLE,
        /** Reads. */
        READING,
        /** Waits for a warehouse that is starting. */
        WARMING,
        /** The contract stopped it because every row is affected; rows wait in the source, none is read past. */
        QUARANTINED,
        /** The contract stopped it; it tries again at every poll and goes on by itself once the cause is gone. */
        PAUSED,
        /** The last run failed; it tries again. */
        FAILED
    }
}
