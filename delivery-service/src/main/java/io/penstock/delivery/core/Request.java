package io.penstock.delivery.core;

import java.time.Instant;
import java.util.List;

/**
 * Calls that go out together, and stay together through retries: their counts are the same for all of them.
 *
 * @param attempts requests started so far
 * @param ambiguous how many of them ended without an answer although the destination may have acted
 * @param failures passing failures in a row
 * @param failingSince first of these failures, or null
 * @param firstAttemptAt null before the first
 * @param notBefore earliest next start
 * @param probe whether it went out while the breaker was open
 */
record Request(
        List<Call> calls,
        int attempts,
        int ambiguous,
        int failures,
        Instant failingSince,
        Instant firstAttemptAt,
        Instant notBefore,
        boolean probe) {
    static Request first(List<Call> calls, Instant now) {
        return new Request(List.copyOf(calls), 0, 0, 0, null, null, now, false);
    }

    Request started(Instant now, boolean asProbe) {
        return new Request(
                calls,
                attempts + 1,
                ambiguous,
                failures,
                failingSince,
                firstAttemptAt == null ? now : firstAttemptAt,
                notBefore,
                asProbe);
    }

    Request unanswered() {
        return new Request(calls, attempts, ambiguous + 1, failures, failingSince, firstAttemptAt, notBefore, probe);
    }

    Request failed(Instant now, Instant next) {
        Instant since = failingSince == null ? now : failingSince;
        return new Request(calls, attempts, ambiguous, failures + 1, since, firstAttemptAt, next, probe);
    }

    /** Ready at once, with the clock of its failures set back: what stood in the way was no fault of these calls. */
    Request fresh(Instant now) {
        return new Request(calls, attempts, ambiguous, 0, null, firstAttemptAt, now, false);
    }

    Request at(Instant next) {
        return new Request(calls, attempts, ambiguous, failures, failingSince, firstAttemptAt, next, false);
    }

    List<Request> halves(Instant now) {
        int middle = calls.size() / 2;
        return List.of(part(calls.subList(0, middle), now), part(calls.subList(middle, calls.size()), now));
    }

    /** The same for some of its calls; at least one. */
    Request only(List<Call> some) {
        return new Request(
                List.copyOf(some), attempts, ambiguous, failures, failingSince, firstAttemptAt, notBefore, probe);
    }

    private Request part(List<Call> some, Instant now) {
        return new Request(List.copyOf(some), attempts, ambiguous, 0, null, firstAttemptAt, now, false);
    }
}
