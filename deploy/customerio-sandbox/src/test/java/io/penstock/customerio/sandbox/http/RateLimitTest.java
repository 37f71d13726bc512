package io.penstock.customerio.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rule 26: the token bucket and what it says. */
class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong();

    private RateLimit limit(int perSecond, RateLimits.Over over) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-15T00:00:00Z"));
        return new RateLimit(perSecond, over, clock, nanos::get);
    }

    @Test
    void passesTheRateAndRefillsWithTime() {
        RateLimit limit = limit(10, RateLimits.Over.REFUSE);
        long passed = 0;
        for (int tenth = 0; tenth < 50; tenth++) {
            for (int i = 0; i < 5; i++) {
                passed += limit.refuse().isEmpty() ? 1 : 0;
            }
            nanos.addAndGet(100_000_000);
        }

        assertThat(passed).isBetween(58L, 60L); // ten in the bucket, then ten a second for five seconds
    }

    @Test
    void refusesByTurnsWithAndWithoutRetryAfter() {
        RateLimit limit = limit(1, RateLimits.Over.REFUSE);
        limit.refuse();
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Answer answer = limit.refuse().orElseThrow();
            assertThat(answer.status()).isEqualTo(429);
            said.add(answer.headers().getOrDefault("Retry-After", "nothing"));
        }

        assertThat(said).containsExactly("nothing", "1", "nothing", "Sun, 15 Mar 2026 00:00:01 GMT");
    }

    @Test
    void saysSuccessWhenItDropsSilently() {
        RateLimit limit = limit(1, RateLimits.Over.DROP_SILENTLY);
        limit.refuse();

        assertThat(limit.refuse()).hasValue(Answer.SUCCESS);
    }

    @Test
    void passesEverythingAtZero() {
        RateLimit limit = limit(0, RateLimits.Over.REFUSE);
        for (int i = 0; i < 1000; i++) {
            assertThat(limit.refuse()).isEmpty();
        }
    }
}
