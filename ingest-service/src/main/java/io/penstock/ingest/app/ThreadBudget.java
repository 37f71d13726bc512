package io.penstock.ingest.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * So many failures within so long are bad luck; one more is a fault that replacing a thread does not mend. Thread-safe.
 */
final class ThreadBudget {
    private final int most;
    private final Duration within;
    private final InstantSource clock;
    private final Deque<Instant> spent = new ArrayDeque<>();

    ThreadBudget(int most, Duration within, InstantSource clock) {
        this.most = most;
        this.within = within;
        this.clock = clock;
    }

    /** Notes one failure. @return whether the budget still covers it */
    synchronized boolean spend() {
        Instant now = clock.instant();
        spent.removeIf(at -> at.isBefore(now.minus(within)));
        spent.addLast(now);
        return spent.size() <= most;
    }
}
