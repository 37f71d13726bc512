package io.penstock.identity.streams;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bytes that the tasks of one process share evenly, however many there are. Who had more before others came gives it
 * back with his next use. Thread-safe.
 */
final class ByteBudget {
    private final long bytes;
    private final AtomicInteger holders = new AtomicInteger();

    ByteBudget(long bytes) {
        this.bytes = bytes;
    }

    void join() {
        holders.incrementAndGet();
    }

    void leave() {
        holders.decrementAndGet();
    }

    /** What each may take. */
    long share() {
        return bytes / Math.max(1, holders.get());
    }
}
