package io.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One limit, several workers, as the destination sees it. A machine that does other work stretches and bunches what
 * arrives, so this runs only if asked for: {@code -Dpenstock.trial.replicas=3}. The same by virtual clock is in
 * {@code RateBudgetTest} and {@code CourierTest} and runs always.
 */
@EnabledIfSystemProperty(named = "penstock.trial.replicas", matches = "\\d+")
class DeliveryReplicasIT {
    private static final int PERSONS = 500;
    private static final int RATE = 80;
    private static final int BATCH = 20;
    private static final int SECONDS = 20;
    private static final int TO_SETTLE = 20;
    /** Operations a second when all is used. */
    private static final int FULL = RATE * BATCH;

    @TempDir
    Path folder;

    @Test
    void replicasTogetherKeepToOneLimitAndUseIt() throws Exception {
        int replicas = Integer.getInteger("penstock.trial.replicas");
        Map<String, String> settings = Map.of("PENSTOCK_DELIVERY_BATCH_ITEMS", Integer.toString(BATCH));
        try (Rig rig = new Rig(folder, PERSONS, RATE, settings)) {
            // Given
            rig.owe(FULL * (TO_SETTLE + SECONDS) * 2 / PERSONS * PERSONS);
            for (int i = 0; i < replicas; i++) {
                rig.startReplica("delivery-" + i);
            }

            // When
            await().atMost(Rig.PATIENCE).until(() -> rig.arrivals() >= (long) FULL * (TO_SETTLE + SECONDS + 2));

            // Then
            List<Long> times = rig.requestTimes();
            long from = times.getFirst() + TO_SETTLE * 1_000L;
            List<Long> bySecond = IntStream.range(0, SECONDS)
                    .mapToObj(second -> between(times, from + second * 1_000L, from + (second + 1) * 1_000L))
                    .toList();
            double used = bySecond.stream().mapToLong(one -> one).sum() / (double) (RATE * SECONDS);
            System.out.printf(
                    "%d replicas, %d requests a second: %s, %.0f %% used%n", replicas, RATE, bySecond, used * 100);
            assertThat(bySecond).allMatch(requests -> requests <= RATE * 1.05);
            assertThat(used).isGreaterThanOrEqualTo(0.9);
        }
    }

    private static long between(List<Long> times, long from, long until) {
        return times.stream()
                .mapToLong(time -> time)
                .filter(time -> time >= from && time < until)
                .count();
    }
}
