package io.penstock.delivery.core;

import java.time.Instant;
import java.util.List;

/**
 * The last word on one call.
 *
 * @param code stable reason; {@code ok} if accepted
 * @param words the destination's own reasons
 * @param attempts requests that carried the call
 * @param ambiguous how many of them ended without an answer although the destination may have acted
 */
public record Ending(
        Call call,
        Kind kind,
        String code,
        List<String> words,
        int attempts,
        int ambiguous,
        Instant firstAttemptAt,
        Instant at) {
    /** How it ended. */
    public enum Kind {
        ACCEPTED,
        REJECTED,
        GIVEN_UP
    }
}
