package io.penstock.identity.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final RestartBudget budget = new RestartBudget(2, Duration.ofMinutes(10), now::get);

    @Test
    void replacesThreadsUntilTheBudgetOfTheWindowIsUsedUp() {
        assertThat(die()).isEqualTo(REPLACE_THREAD);
        assertThat(die()).isEqualTo(REPLACE_THREAD);
        assertThat(die()).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        die();
        die();
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(11)));

        assertThat(die()).isEqualTo(REPLACE_THREAD);
    }

    private Object die() {
        return budget.handle(new IllegalStateException("as if"));
    }
}
