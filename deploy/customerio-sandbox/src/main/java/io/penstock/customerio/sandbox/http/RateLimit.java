package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The token bucket of one API: it holds at most the requests of one second. Refusals come by turns without
 * {@code Retry-After}, with seconds, without, with a date, so that a client meets every form. Safe for many threads.
 */
final class RateLimit {

    private static final double NANOS = 1e9;

    private final int perSecond;
    private final RateLimits.Over over;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private double tokens;
    private long filledAt;
    private long refusals;

    RateLimit(int perSecond, RateLimits.Over over, InstantSource clock, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.over = over;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.tokens = perSecond;
        this.filledAt = nanoTime.getAsLong();
    }

    /** The answer to a request over the limit; empty for one that may pass. */
    synchronized Optional<Answer> refuse() {
        if (perSecond == 0 || take()) {
            return Optional.empty();
        }
        return Optional.of(over == RateLimits.Over.DROP_SILENTLY ? Answer.SUCCESS : tooMany());
    }

    boolean dropsSilently() {
        return over == RateLimits.Over.DROP_SILENTLY;
    }

    private boolean take() {
        long now = nanoTime.getAsLong();
        tokens = Math.min(perSecond, tokens + (now - filledAt) / NANOS * perSecond);
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    private Answer tooMany() {
        ObjectNode body = Json.object();
        body.putObject("meta").put("error", "over the " + perSecond + "-per-second limit");
        Answer answer = Answer.json(429, body);
        return switch ((int) (refusals++ % 4)) {
            case 1 -> answer.with("Retry-After", "1");
            case 3 -> answer.with("Retry-After", httpDate());
            default -> answer;
        };
    }

    /** The next full second but one: a date has no fractions, and an earlier one would mean at once. */
    private String httpDate() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(1).atOffset(ZoneOffset.UTC));
    }
}
