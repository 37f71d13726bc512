package io.penstock.delivery.core;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Stops a destination whose connection is at fault, and lets one probe through from time to time.
 *
 * <p>Opens on a blocked answer, or when at least {@link #ENOUGH} requests of the last minute were answered and 70 % of
 * them failed. Not thread-safe.
 */
final class Breaker {
    static final int ENOUGH = 10;
    private static final double MOSTLY = 0.7;
    private static final Duration WINDOW = Duration.ofSeconds(60);
    static final String MOSTLY_FAILING = "mostly_failing";

    private final Duration probeEvery;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private Open open;
    private boolean probing;

    private record Sample(Instant at, boolean failed) {}

    private record Open(String reason, Instant since, Instant probeAt) {}

    Breaker(Duration probeEvery) {
        this.probeEvery = probeEvery;
    }

    boolean isOpen() {
        return open != null;
    }

    /** Why it is open, and since when. */
    Optional<BreakerState.Open> state() {
        return Optional.ofNullable(open).map(o -> new BreakerState.Open(o.reason, o.since));
    }

    /** Whether a request may start; a request that starts while open is the probe. */
    boolean allows(Instant now) {
        return open == null || (!probing && !now.isBefore(open.probeAt));
    }

    /** When {@link #allows} turns true by itself; empty while a probe is under way. */
    Optional<Instant> allowsAt(Instant now) {
        if (open == null) {
            return Optional.of(now);
        }
        return probing ? Optional.empty() : Optional.of(open.probeAt.isAfter(now) ? open.probeAt : now);
    }

    /** @return whether the request that starts now is a probe */
    boolean started() {
        probing = open != null;
        return probing;
    }

    /** The connection is at fault. */
    void blocked(String reason, boolean probe, Instant now) {
        Instant since = open != null && open.reason.equals(reason) ? open.since : now;
        open = new Open(reason, since, now.plus(probeEvery));
        probing = probing && !probe;
    }

    /** A request failed for a passing reason. */
    void failed(boolean probe, Instant now) {
        sample(true, now);
        if (probe) {
            probing = false;
            open = new Open(open.reason, open.since, now.plus(probeEvery));
        } else if (open == null && mostlyFailing()) {
            open = new Open(MOSTLY_FAILING, now, now.plus(probeEvery));
        }
    }

    /**
     * The destination judged a request: the connection works. A request that started before the breaker opened says
     * nothing about now.
     *
     * @return whether the breaker closed by it
     */
    boolean succeeded(boolean probe, Instant now) {
        sample(false, now);
        if (!probe) {
            return false;
        }
        probing = false;
        open = null;
        samples.clear();
        return true;
    }

    /** Probes at the next opportunity: somebody changed the connection. */
    void probeNow(Instant now) {
        if (open != null) {
            open = new Open(open.reason, open.since, now);
        }
    }

    private void sample(boolean failed, Instant now) {
        samples.addLast(new Sample(now, failed));
        while (samples.getFirst().at.isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
    }

    private boolean mostlyFailing() {
        long failures = samples.stream().filter(Sample::failed).count();
        return samples.size() >= ENOUGH && failures >= MOSTLY * samples.size();
    }
}
