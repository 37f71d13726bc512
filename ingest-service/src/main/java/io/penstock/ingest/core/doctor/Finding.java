package io.penstock.ingest.core.doctor;

import java.time.Duration;

/**
 * What one step found.
 *
 * @param took zero for a step that was skipped
 * @param detail for a person; holds no value of any row and no secret
 * @param remedy what to run or do so that it works, ready to paste; null if there is nothing to do
 */
public record Finding(Step step, State state, Duration took, String detail, String remedy) {
    /** Steps, in the order in which they are taken. */
    public enum Step {
        /** The secrets named by the connection are there. */
        SECRET,
        /** The workspace accepts them. */
        TOKEN,
        /** The warehouse runs a statement. */
        WAREHOUSE,
        /** Catalogs can be listed. */
        CATALOGS,
        /** The pipeline's table or query can be described and has the key's columns. */
        DESCRIBE,
        /** The table can do what the mode of change detection asks for. */
        MODE,
        /** A row can be read. */
        READ,
        /** A table can be made where engagement lands. */
        WRITE
    }

    /** How it went. */
    public enum State {
        OK,
        /** Works, but somebody should look. */
        WARNED,
        FAILED,
        /** Not tried; the detail says why. */
        SKIPPED,
        /** Still under way; another finding of the same step follows. */
        WAITING
    }
}
