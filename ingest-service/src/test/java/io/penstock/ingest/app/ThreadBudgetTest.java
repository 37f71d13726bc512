package io.penstock.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThreadBudgetTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-15T12:00:00Z"));
    private final ThreadBudget budget = new ThreadBudget(2, Duration.ofMinutes(10), now::get);

    @Test
    void coversSoManyFailuresAndNoMore() {
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void forgetsOldFailures() {
        budget.spend();
        budget.spend();
        now.updateAndGet(at -> at.plus(Duration.ofMinutes(11)));

        assertThat(budget.spend()).isTrue();
    }
}
