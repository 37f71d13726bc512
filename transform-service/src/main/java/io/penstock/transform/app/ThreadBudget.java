package io.penstock.transform.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** How often a stream thread may die and be replaced. Thread-safe. */
final class ThreadBudget {
    private final int deaths;
    private final Duration window;
    private final InstantSource clock;
    private final Deque<Instant> recent = new ArrayDeque<>();

    ThreadBudget(int deaths, Duration window, InstantSource clock) {
        this.deaths = deaths;
        this.window = window;
        this.clock = clock;
    }

    /** Takes note of a death; false if there were more than the budget allows in the window. */
    synchronized boolean spend() {
        Instant now = clock.instant();
        recent.add(now);
        while (recent.getFirst().isBefore(now.minus(window))) {
            recent.removeFirst();
        }
        return recent.size() <= deaths;
    }
}
