package io.penstock.databricks.sandbox.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether the warehouse runs. A stopped one refuses every call; the first refused call begins its start, as at
 * Databricks, and once the start has taken its time calls are served again. Safe for many threads.
 */
public final class WarehouseState {
    private static final Duration LONGEST_HINT = Duration.ofSeconds(5);

    private final InstantSource clock;
    private boolean running = true;
    private Optional<Duration> startsIn = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();

    /** A running warehouse. */
    public WarehouseState(InstantSource clock) {
        this.clock = clock;
    }

    /** Serves again from now on. Safe to repeat. */
    public synchronized void run() {
        running = true;
        startsIn = Optional.empty();
        startedAt = Optional.empty();
    }

    /**
     * Refuses calls from now on.
     *
     * @param start how long the start takes that the first refused call begins; without one it never starts by itself
     */
    public synchronized void stop(Optional<Duration> start) {
        running = false;
        startsIn = start;
        startedAt = Optional.empty();
    }

    /** {@code RUNNING}, {@code STOPPED} or {@code STARTING}. */
    public synchronized String name() {
        if (isUp()) {
            return "RUNNING";
        }
        return startedAt.isPresent() ? "STARTING" : "STOPPED";
    }

    /** What to tell a call: when to come again, or nothing if it can be served. */
    public synchronized Optional<Duration> refusal() {
        if (isUp()) {
            return Optional.empty();
        }
        if (startsIn.isEmpty()) {
            return Optional.of(LONGEST_HINT);
        }
        Instant begun = startedAt.orElseGet(clock::instant);
        startedAt = Optional.of(begun);
        Duration left = Duration.between(clock.instant(), begun.plus(startsIn.get()));
        Duration hint = left.compareTo(LONGEST_HINT) < 0 ? left : LONGEST_HINT;
        return Optional.of(hint.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : hint);
    }

    private boolean isUp() {
        if (!running
                && startedAt.isPresent()
                && !clock.instant().isBefore(startedAt.get().plus(startsIn.orElseThrow()))) {
            run();
        }
        return running;
    }
}
