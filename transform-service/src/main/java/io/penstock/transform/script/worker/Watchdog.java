package io.penstock.transform.script.worker;

/**
 * Stops a call that runs too long, and the process when it uses too much memory. Looks every few milliseconds which row
 * is running, so that a slow row is told from a long batch. Engines let a script catch up with one interruption by
 * starting promise jobs, hence it is repeated until the call has returned.
 */
final class Watchdog {
    /** What the watchdog did to a call. */
    enum Verdict {
        /** Nothing. */
        WITHIN_LIMITS,
        /** One row ran too long. */
        ROW_TOO_LONG,
        /** The call as a whole did; the row that was running is not to blame. */
        CALL_TOO_LONG
    }

    private static final long TICK_MS = 10;

    private static final int EXIT_MEMORY = 3;

    private final Progress progress;
    private final long maxResidentMegabytes;
    private final ResidentMemory memory = ResidentMemory.open();
    private ScriptIsolate guarded;
    private boolean isIdle;
    private long rowLimit;
    private long callLimit;
    private long callSince;
    private long rowSince;
    private int row;
    private Verdict verdict = Verdict.WITHIN_LIMITS;

    private Watchdog(Progress progress, long maxResidentMegabytes) {
        this.progress = progress;
        this.maxResidentMegabytes = maxResidentMegabytes;
    }

    /** Begins to watch; a process that comes to use more memory than given ends itself, whatever it is doing. */
    static Watchdog start(Progress progress, long maxResidentMegabytes) {
        var watchdog = new Watchdog(progress, maxResidentMegabytes);
        Thread.ofPlatform().daemon().name("watchdog").start(watchdog::watch);
        return watchdog;
    }

    /** The row that is running, or was when the call ended; {@link Progress#NONE}. */
    int row() {
        return progress.row();
    }

    /** Forgets the row that was running. */
    void reset() {
        progress.reset();
    }

    /** Begins to guard a call about to be made on this isolate; limits in milliseconds. */
    synchronized void guard(ScriptIsolate isolate, int rowLimitMs, int callLimitMs) {
        guarded = isolate;
        rowLimit = rowLimitMs * 1_000_000L;
        callLimit = callLimitMs * 1_000_000L;
        callSince = System.nanoTime();
        rowSince = callSince;
        row = progress.row();
        verdict = Verdict.WITHIN_LIMITS;
        if (isIdle) notifyAll(); // Else the next tick will see it; waking the watchdog costs more than a look.
    }

    /** Ends it. Afterwards the isolate is not touched any more and may be closed. */
    synchronized Verdict release() {
        guarded = null;
        return verdict;
    }

    private synchronized void watch() {
        try {
            while (true) {
                isIdle = guarded == null;
                if (isIdle) {
                    wait();
                } else {
                    wait(TICK_MS);
                    if (guarded != null) look();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Nobody does, and without a watchdog the worker must not go on.
            Runtime.getRuntime().halt(71);
        }
    }

    private void look() {
        if (memory.megabytes() > maxResidentMegabytes) {
            System.err.println("script worker out of memory");
            Runtime.getRuntime().halt(EXIT_MEMORY);
        }
        long now = System.nanoTime();
        int running = progress.row();
        if (running != row) {
            row = running;
            rowSince = now;
        }
        if (verdict == Verdict.WITHIN_LIMITS) {
            if (row != Progress.NONE && now - rowSince > rowLimit) verdict = Verdict.ROW_TOO_LONG;
            else if (now - callSince > callLimit) verdict = Verdict.CALL_TOO_LONG;
        }
        if (verdict != Verdict.WITHIN_LIMITS) guarded.interrupt();
    }
}
