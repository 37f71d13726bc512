package io.penstock.delivery.app;

import java.time.Instant;
import java.time.InstantSource;

/** The wall clock at the start of the process, carried on by the monotonic one: it never steps. Thread-safe. */
final class MonotonicClock implements InstantSource {
    private final Instant start = Instant.now();
    private final long origin = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plusNanos(System.nanoTime() - origin);
    }
}
