package io.penstock.transform.script;

/** A worker died, was killed at its hard limit, or answered what it must not. The message names no value. */
final class WorkerLost extends Exception {
    /** The row that was running is not known. */
    static final int UNKNOWN = -1;

    /** No row was running: whatever ended the worker was none of them. */
    static final int NONE_RUNNING = -2;

    private final int row;

    /** @param row position of the row that was running, or {@link #UNKNOWN} or {@link #NONE_RUNNING} */
    WorkerLost(String message, int row, Throwable cause) {
        super(message, cause);
        this.row = row;
    }

    int row() {
        return row;
    }
}
