package io.penstock.transform.streams;

import java.util.concurrent.atomic.LongAdder;

/**
 * When a task asks for a commit: at every look, while few records come, so that what comes of them is seen soon. In a
 * crowd it asks for none and leaves it to the longer interval of Kafka Streams: each commit stops the thread until the
 * broker has written all of it, and costs the broker a record per partition. One for all tasks; safe for many threads.
 */
final class CommitPace {
    /** So many records between two looks, of all tasks together, are a crowd. */
    static final int CROWD = 100;

    private final LongAdder all = new LongAdder();

    /** The part of one source of a task, which is asked on every look. */
    Share share() {
        return new Share();
    }

    /** For one thread. */
    final class Share {
        private long before = all.sum();
        private boolean hasNews;

        /** A record was taken. */
        void took() {
            all.increment();
            hasNews = true;
        }

        /** Whether something was taken that no commit was asked for yet, and the crowd is over or was none. */
        boolean look() {
            long now = all.sum();
            boolean due = hasNews && now - before < CROWD;
            before = now;
            hasNews = hasNews && !due;
            return due;
        }
    }
}
