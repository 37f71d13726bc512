package io.penstock.transform.script;

/** A worker died, was killed at its hard limit, or answered what it must not. The message names no value. */
final class WorkerLost extends Exception {
    private final int row;

    /** @param row position of the row that was running, -1 when unknown */
    WorkerLost(String message, int row, Throwable cause) {
        super(message, cause);
        this.row = row;
    }

    int row() {
        return row;
    }
}
