package io.penstock.delivery.core;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * How long to wait after a failure: full jitter, that is a random part of an exponentially growing bound, so that
 * senders who failed together do not come back together.
 *
 * @param base bound after the first failure
 * @param cap largest bound
 * @param retryAfterCap longest wait a destination may ask for
 * @param random each call in [0, 1)
 */
public record RetrySchedule(Duration base, Duration cap, Duration retryAfterCap, DoubleSupplier random) {
    private static final int LARGEST_SHIFT = 30;

    /** The documented one: 0.5 s doubling to 5 min, {@code Retry-After} honoured up to 15 min. */
    public static RetrySchedule standard(DoubleSupplier random) {
        return new RetrySchedule(Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofMinutes(15), random);
    }

    /**
     * Wait before the next try.
     *
     * @param failures failures in a row so far, from 1
     * @param retryAfter what the destination asked for; never undercut below the cap
     */
    Duration delay(int failures, Optional<Duration> retryAfter) {
        long bound = Math.min(cap.toMillis(), base.toMillis() << Math.min(failures - 1, LARGEST_SHIFT));
        Duration jitter = Duration.ofMillis((long) (bound * random.getAsDouble()));
        Duration asked = asked(retryAfter);
        return asked.compareTo(jitter) > 0 ? asked : jitter;
    }

    /** What the destination asked for within the cap, or zero. */
    Duration asked(Optional<Duration> retryAfter) {
        Duration asked = retryAfter.filter(wait -> !wait.isNegative()).orElse(Duration.ZERO);
        return asked.compareTo(retryAfterCap) > 0 ? retryAfterCap : asked;
    }
}
