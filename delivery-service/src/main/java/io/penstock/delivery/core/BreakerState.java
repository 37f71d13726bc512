package io.penstock.delivery.core;

import java.time.Instant;

/** Whether a destination is being served. */
public sealed interface BreakerState {
    /** It is. */
    record Closed() implements BreakerState {}

    /**
     * It is stopped, except for probes.
     *
     * @param reason stable code: {@code bad_credentials}, {@code mostly_failing}, …
     */
    record Open(String reason, Instant since) implements BreakerState {}
}
