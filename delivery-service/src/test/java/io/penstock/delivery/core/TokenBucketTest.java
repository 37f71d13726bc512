package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private Instant now = Instant.parse("2026-03-15T00:00:00Z");

    @Test
    void noWindowOfOneSecondSeesMoreThanTheRatePlusFivePercent() {
        TokenBucket bucket = new TokenBucket(100, now);
        List<Instant> taken = takeFor(bucket, Duration.ofSeconds(5));
        for (Instant start : taken) {
            long inWindow = taken.stream()
                    .filter(at -> !at.isBefore(start) && at.isBefore(start.plusSeconds(1)))
                    .count();
            assertThat(inWindow).isLessThanOrEqualTo(105);
        }
        assertThat(taken).hasSizeGreaterThan(490);
    }

    @Test
    void halvesWhenThrottledAndComesBackByFivePercentASecond() {
        TokenBucket bucket = new TokenBucket(100, now);
        bucket.throttled(now);
        assertThat(bucket.rate()).isEqualTo(50);
        now = now.plusSeconds(4);
        bucket.take(now);
        assertThat(bucket.rate()).isCloseTo(70, within(0.001));
        now = now.plusSeconds(60);
        bucket.take(now);
        assertThat(bucket.rate()).isEqualTo(100);
    }

    @Test
    void isCutOnceByRequestsThatWereThrottledTogether() {
        TokenBucket bucket = new TokenBucket(100, now);
        for (int i = 0; i < 8; i++) {
            bucket.throttled(now);
            now = now.plusMillis(10);
        }
        assertThat(bucket.rate()).isEqualTo(50, within(1.0));
    }

    @Test
    void neverStopsAltogetherHoweverOftenItIsThrottled() {
        TokenBucket bucket = new TokenBucket(1, now);
        for (int i = 0; i < 100; i++) {
            bucket.throttled(now);
            now = now.plusSeconds(1);
        }
        bucket.throttled(now);
        assertThat(bucket.rate()).isEqualTo(0.1);
    }

    @Test
    void givesNothingWhileHeld() {
        TokenBucket bucket = new TokenBucket(100, now);
        bucket.hold(now.plusSeconds(30));
        assertThat(bucket.take(now.plusSeconds(29))).isFalse();
        assertThat(bucket.next(now)).isEqualTo(now.plusSeconds(30));
        assertThat(bucket.take(now.plusSeconds(30))).isTrue();
    }

    @Test
    void keepsItsCutInProportionWhenTheLimitChanges() {
        TokenBucket bucket = new TokenBucket(100, now);
        bucket.throttled(now);
        bucket.limit(10, now);
        assertThat(bucket.rate()).isEqualTo(5);
    }

    private List<Instant> takeFor(TokenBucket bucket, Duration time) {
        Instant end = now.plus(time);
        List<Instant> taken = new ArrayList<>();
        while (now.isBefore(end)) {
            if (bucket.take(now)) {
                taken.add(now);
            } else {
                now = bucket.next(now);
            }
        }
        return taken;
    }
}
