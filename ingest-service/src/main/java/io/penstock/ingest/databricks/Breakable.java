package io.penstock.ingest.databricks;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/**
 * Waits that another thread can end. The driver cannot be told to stop connecting, nor to stop sending a statement that
 * the warehouse has not answered yet, but it heeds an interrupt. An interrupt sent here is taken back when the wait is
 * over, so that the thread can go on to clean up. Thread-safe.
 */
final class Breakable {
    /** Who waits, and whether somebody else had interrupted it before we did. */
    private final Map<Thread, Boolean> waiting = new HashMap<>();

    private volatile boolean broken;

    /** Does what may take long. */
    <T> T wait(Work<T> work) throws SQLException {
        enter();
        try {
            return work.done();
        } finally {
            leave();
        }
    }

    /** Ends all waits, those that are yet to come included. */
    synchronized void breakAll() {
        broken = true;
        waiting.replaceAll((thread, _) -> thread.isInterrupted());
        waiting.keySet().forEach(Thread::interrupt);
    }

    boolean isBroken() {
        return broken;
    }

    private synchronized void enter() throws SQLException {
        if (broken) {
            throw new SQLException("cancelled", "HY008");
        }
        waiting.put(Thread.currentThread(), true);
    }

    private synchronized void leave() {
        Boolean theirs = waiting.remove(Thread.currentThread());
        if (broken && Boolean.FALSE.equals(theirs)) {
            Thread.interrupted();
        }
    }

    /** What may take long. */
    @FunctionalInterface
    interface Work<T> {
        T done() throws SQLException;
    }
}
