package io.penstock.transform.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThreadBudgetTest {
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private final ThreadBudget budget = new ThreadBudget(2, Duration.ofMinutes(10), () -> now);

    @Test
    void allowsSoManyDeathsInTheWindowAndNoMore() {
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isTrue();
        assertThat(budget.spend()).isFalse();
    }

    @Test
    void forgetsDeathsThatAreOlderThanTheWindow() {
        budget.spend();
        budget.spend();
        now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
        assertThat(budget.spend()).isTrue();
    }
}
