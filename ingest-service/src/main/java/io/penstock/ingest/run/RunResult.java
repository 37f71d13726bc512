package io.penstock.ingest.run;

import io.penstock.schemas.CheckpointV1;

/** What became of one run. */
public sealed interface RunResult {
    /** The source is where the checkpoint is: nothing was read or written. */
    record Unchanged() implements RunResult {}

    /**
     * Read to the end; the checkpoint is committed.
     *
     * @param note what a person should know although it worked, or null
     * @param more whether there is something left to read at once: a page, or the commits after a change of columns
     */
    record Completed(CheckpointV1 checkpoint, long read, long quarantined, String note, boolean more)
            implements RunResult {}

    /**
     * The contract stops the pipeline before it read anything; the checkpoint stays.
     *
     * @param quarantine whether the rows wait in the source because every one of them is affected; else it is a pause
     */
    record Stopped(String detail, boolean quarantine) implements RunResult {}

    /**
     * It did not work; what was committed of it will be read and dropped as known again.
     *
     * @param code stable reason, for metrics
     * @param retrySoon whether nobody has to act for the next try to succeed
     * @param outputLost whether the output must be opened anew
     */
    record Failed(String code, String detail, boolean retrySoon, boolean outputLost) implements RunResult {}
}
