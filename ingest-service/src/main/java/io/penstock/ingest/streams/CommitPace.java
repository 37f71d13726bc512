package io.penstock.ingest.streams;

import java.time.Duration;

/**
 * When the filter asks for a commit before its interval is over: as soon as reads come one by one. In a crowd a
 * transaction takes as many as come in its interval, because each costs several requests. One thread.
 */
final class CommitPace {
    /** Between two looks; a single read is visible that much later at most. */
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** So many reads between two looks are a crowd. */
    private static final int CROWD = 200;

    private int sinceLook;
    private boolean uncommitted;

    /** A read was taken. */
    void took() {
        sinceLook++;
        uncommitted = true;
    }

    /** Looks. @return whether to commit now */
    boolean look() {
        boolean due = uncommitted && sinceLook < CROWD;
        uncommitted = uncommitted && !due;
        sinceLook = 0;
        return due;
    }
}
