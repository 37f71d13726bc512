package io.penstock.delivery.core;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests per second one worker may start: a bucket that holds 5 % of a second, so that no window of one
 * second sees more than the rate plus 5 %.
 *
 * <p>Additive increase, multiplicative decrease: being throttled halves the rate, once a second at most, because the
 * requests under way at one time are all throttled for the same cause; each second after that gives 5 % of the full
 * rate back. Not thread-safe.
 */
final class TokenBucket {
    private static final double BURST = 0.05;
    private static final double GAIN_PER_SECOND = 0.05;
    private static final double NANOS = 1e9;
    private static final Duration BETWEEN_CUTS = Duration.ofSeconds(1);

    private double limit;
    private double rate;
    private double tokens;
    private Instant at;
    private Instant heldUntil = Instant.MIN;
    private Instant cutAt = Instant.EPOCH;

    /** @param limit requests per second, above 0 */
    TokenBucket(double limit, Instant now) {
        this.limit = limit;
        this.rate = limit;
        this.at = now;
        this.tokens = capacity();
    }

    /** Changes the limit; a rate that was cut stays cut in proportion. */
    void limit(double newLimit, Instant now) {
        refill(now);
        rate = newLimit * (rate / limit);
        limit = newLimit;
        tokens = Math.min(tokens, capacity());
    }

    /** Takes a token if there is one. */
    boolean take(Instant now) {
        return take(0, now);
    }

    /** Takes a token if there is one besides those that others wait for. */
    boolean take(int others, Instant now) {
        refill(now);
        if (now.isBefore(heldUntil) || tokens < others + 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** When a token will be there. */
    Instant next(Instant now) {
        return next(0, now);
    }

    /** When a token will be there besides those that others wait for, if they take theirs. */
    Instant next(int others, Instant now) {
        refill(now);
        double missing = others + 1 - tokens;
        long nanos = missing <= 0 ? 0 : (long) Math.ceil(missing / rate * NANOS) + 1;
        Instant token = now.plusNanos(nanos);
        return token.isAfter(heldUntil) ? token : heldUntil;
    }

    /** The destination said: too many. */
    void throttled(Instant now) {
        refill(now);
        if (now.isBefore(cutAt.plus(BETWEEN_CUTS))) {
            return;
        }
        cutAt = now;
        rate = Math.max(rate / 2, Math.min(limit, 0.1));
        tokens = Math.min(tokens, capacity());
    }

    /** No tokens before then. */
    void hold(Instant until) {
        heldUntil = until.isAfter(heldUntil) ? until : heldUntil;
    }

    /** Requests per second at this moment. */
    double rate() {
        return rate;
    }

    private double capacity() {
        return Math.max(1, rate * BURST);
    }

    private void refill(Instant now) {
        double seconds = Math.max(0, Duration.between(at, now).toNanos() / NANOS);
        if (seconds > 0) {
            tokens = Math.min(capacity(), tokens + seconds * rate);
            rate = Math.min(limit, rate + seconds * GAIN_PER_SECOND * limit);
            at = now;
        }
    }
}
