package io.penstock.delivery.readback;

import java.time.Duration;
import java.time.Instant;

/** Even distances between requests: no second ever sees more than the rate, rounded up. Thread-safe. */
final class AppPace {
    private static final double NANOS = 1e9;

    private Instant next = Instant.MIN;

    /**
     * Takes a turn if it is time for one.
     *
     * @param perSecond above 0
     */
    synchronized boolean take(double perSecond, Instant now) {
        if (now.isBefore(next)) {
            return false;
        }
        next = now.plusNanos((long) Math.ceil(NANOS / perSecond));
        return true;
    }

    /** Nothing for that long. */
    synchronized void hold(Duration pause, Instant now) {
        Instant until = now.plus(pause);
        next = until.isAfter(next) ? until : next;
    }
}
