package io.penstock.transform.script;

/**
 * Counts what a script costs, and pauses it when that is too much: a lost worker takes most of a second of processor
 * time, a row in an endless loop takes its whole time limit, twice. Safe for many threads.
 */
final class ScriptHealth {
    /** Good rows after which earlier losses are forgotten. */
    private static final int FORGIVEN_AFTER = 10_000;

    private final int maxLosses;
    private final int maxStopped;
    private int losses;
    private int stoppedInARow;
    private int goodRows;
    private boolean isPaused;

    /**
     * @param maxLosses rows that may cost a worker before the script is paused
     * @param maxStopped rows one after another that may be stopped for time before the script is paused
     */
    ScriptHealth(int maxLosses, int maxStopped) {
        this.maxLosses = maxLosses;
        this.maxStopped = maxStopped;
    }

    synchronized void answered(int rows) {
        if (rows == 0) return;
        stoppedInARow = 0;
        goodRows += rows;
        if (goodRows >= FORGIVEN_AFTER) losses = 0;
    }

    synchronized void stopped() {
        stoppedInARow++;
        if (stoppedInARow >= maxStopped) isPaused = true;
    }

    synchronized void lostWorker() {
        losses++;
        goodRows = 0;
        if (losses >= maxLosses) isPaused = true;
    }

    synchronized boolean isPaused() {
        return isPaused;
    }

    synchronized void clear() {
        losses = 0;
        stoppedInARow = 0;
        goodRows = 0;
        isPaused = false;
    }
}
