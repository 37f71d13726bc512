package io.penstock.databricks.sandbox.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class WarehouseStateTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final WarehouseState warehouse = new WarehouseState(now::get);

    @Test
    void startsWithTheFirstCallThatFindsItStopped() {
        assertThat(warehouse.refusal()).isEmpty();
        warehouse.stop(Optional.of(Duration.ofSeconds(8)));
        pass(60);
        assertThat(warehouse.name()).isEqualTo("STOPPED");

        assertThat(warehouse.refusal()).contains(Duration.ofSeconds(5));
        assertThat(warehouse.name()).isEqualTo("STARTING");
        pass(7);
        assertThat(warehouse.refusal()).contains(Duration.ofSeconds(1));
        pass(1);
        assertThat(warehouse.refusal()).isEmpty();
        assertThat(warehouse.name()).isEqualTo("RUNNING");
    }

    @Test
    void staysStoppedUntilSomebodyStartsIt() {
        warehouse.stop(Optional.empty());
        assertThat(warehouse.refusal()).isPresent();
        pass(3600);
        assertThat(warehouse.refusal()).isPresent();
        warehouse.run();
        assertThat(warehouse.refusal()).isEmpty();
    }

    private void pass(long seconds) {
        now.updateAndGet(at -> at.plusSeconds(seconds));
    }
}
