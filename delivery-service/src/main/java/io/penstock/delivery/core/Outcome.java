package io.penstock.delivery.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The whole answer of one attempt, for one call. */
public sealed interface Outcome {
    /** Taken by the destination, which is not yet: applied. */
    record Accepted() implements Outcome {}

    /**
     * A fault of this call: no further attempt will help.
     *
     * @param words the destination's own reasons
     */
    record Rejected(String code, List<String> words) implements Outcome {
        public Rejected {
            words = List.copyOf(words);
        }
    }

    /**
     * Try again later.
     *
     * @param retryAfter what the destination asked for
     * @param maybeSeen whether the destination may have acted on it already
     */
    record Retryable(String code, Optional<Duration> retryAfter, boolean maybeSeen) implements Outcome {}

    /** A fault of the connection, not of the call: stop the destination rather than dead-letter good calls. */
    record Blocked(String code) implements Outcome {}
}
