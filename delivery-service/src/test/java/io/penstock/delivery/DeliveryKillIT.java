package io.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Things die under load: the service, the broker, the destination. The destination also fails by itself: 2 % of the
 * requests get 503, of 1 % the answer is lost after it was applied.
 *
 * <p>The sizes of a trial are system properties: {@code penstock.trial.kills} (30; one without it),
 * {@code penstock.trial.broker-kills} (8) and {@code penstock.trial.away} (seconds, 60), which run only if asked for:
 * {@link BrokerOutageIT} takes the broker away in every build. Figures are printed.
 */
class DeliveryKillIT {
    private static final int PERSONS = 500;
    private static final int BATCH = 20;
    private static final int RATE = 25;
    private static final String UNRELIABLE = """
            [{"match":{"path":"/api/v2"},"probability":0.02,"seed":1,"status":503},
             {"match":{"path":"/api/v2"},"probability":0.01,"seed":2,"resetAfterApply":true}]
            """;
    private static final Map<String, String> SMALL_BATCHES = Map.of(
            "PENSTOCK_DELIVERY_BATCH_ITEMS", Integer.toString(BATCH),
            "PENSTOCK_DELIVERY_RETRY_CAP", "2s",
            "PENSTOCK_DELIVERY_PROBE_EVERY", "1s");

    private final Random random = new Random(7);

    @TempDir
    Path folder;

    @Test
    void killingTheServiceLosesNothingDoublesNoEffectAndKeepsEverybodysOrder() throws Exception {
        int kills = Integer.getInteger("penstock.trial.kills", 1);
        int calls = PERSONS * (2 + kills * 2);
        try (Rig rig = new Rig(folder, PERSONS, RATE, SMALL_BATCHES)) {
            // Given
            rig.faults(UNRELIABLE);
            rig.owe(calls);
            List<Duration> back = new ArrayList<>();

            // When
            startAndAwaitFlow(rig);
            for (int kill = 0; kill < kills; kill++) {
                runFor(rig, Duration.ofMillis(500 + random.nextInt(1500)));
                rig.killService();
                back.add(startAndAwaitFlow(rig));
            }

            // Then
            List<String> arrived = checkEffects(rig, calls);
            System.out.printf(
                    "killed %d times: flow back after %s ms; %d calls, %d arrivals%n",
                    kills, back.stream().map(Duration::toMillis).sorted().toList(), calls, arrived.size());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "penstock.trial.broker-kills", matches = "\\d+")
    void killingTheBrokerLosesNothingDoublesNoEffectAndNeedsNoRestartOfTheService() throws Exception {
        int kills = Integer.getInteger("penstock.trial.broker-kills");
        int calls = PERSONS * (2 + kills * 5);
        // With room for little, it must have the broker to go on.
        Map<String, String> settings = new HashMap<>(SMALL_BATCHES);
        settings.put("PENSTOCK_DELIVERY_BUFFERED_RECORDS", "200");
        try (Rig rig = new Rig(folder, PERSONS, RATE, settings)) {
            // Given
            rig.faults(UNRELIABLE);
            rig.owe(calls);
            startAndAwaitFlow(rig);
            List<Duration> back = new ArrayList<>();

            // When
            for (int kill = 0; kill < kills; kill++) {
                runFor(rig, Duration.ofMillis(500 + random.nextInt(1500)));
                rig.killBroker();
                rig.startBroker();
                long before = rig.arrivals();
                back.add(timed(() -> rig.arrivals() > before));
            }

            // Then
            List<String> arrived = checkEffects(rig, calls);
            assertThat(rig.serviceIsAlive()).isTrue();
            System.out.printf(
                    "broker killed %d times: flow back %s ms after the broker; %d calls, %d arrivals%n",
                    kills, back.stream().map(Duration::toMillis).sorted().toList(), calls, arrived.size());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "penstock.trial.away", matches = "\\d+")
    void aDestinationThatIsAwayFillsNoMemoryBurnsNothingAndIsServedAtItsLimitAfterwards() throws Exception {
        int away = Integer.getInteger("penstock.trial.away");
        int rate = 50;
        int drain = 3;
        int calls = PERSONS * 10;
        try (Rig rig = new Rig(folder, PERSONS, rate, SMALL_BATCHES)) {
            // Given
            rig.owe(calls);
            startAndAwaitFlow(rig);

            // When
            rig.faults("[{\"match\":{\"path\":\"/api/v2\"},\"resetBeforeApply\":true}]");
            List<Long> memory = new ArrayList<>();
            for (int second = 0; second < away; second++) {
                runFor(rig, Duration.ofSeconds(1));
                memory.add(rig.serviceMemory());
            }
            rig.faults("[]");
            long before = rig.arrivals();
            await().pollInterval(Duration.ofMillis(20)).atMost(Rig.PATIENCE).until(() -> rig.arrivals() > before);
            long from = rig.arrivals();
            Duration drained = timed(() -> rig.arrivals() >= from + (long) rate * BATCH * drain);

            // Then
            checkEffects(rig, calls);
            double share = drain / (drained.toMillis() / 1000.0);
            System.out.printf(
                    "away %d s: resident memory in MiB %s; drained at %.0f %% of the limit%n",
                    away, memory, share * 100);
            assertThat(memory.getLast() - memory.getFirst()).isLessThanOrEqualTo(64);
            // A machine that does other work must not fail the build: the figure printed is the one to read.
            assertThat(share).isBetween(0.5, 1.05);
        }
    }

    private Duration startAndAwaitFlow(Rig rig) throws Exception {
        long before = rig.arrivals();
        rig.startService();
        return timed(() -> rig.arrivals() > before);
    }

    private static void runFor(Rig rig, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Rig.PATIENCE)
                .until(() -> System.nanoTime() > until || !rig.serviceIsAlive());
    }

    private static Duration timed(Callable<Boolean> condition) {
        long start = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(Rig.PATIENCE)
                .until(condition);
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    /** @return ids in order of arrival, repeats included */
    private static List<String> checkEffects(Rig rig, int calls) throws IOException, InterruptedException {
        List<OutcomeV1> outcomes = rig.read(Topics.OUTCOMES, calls);
        assertThat(outcomes).hasSize(calls);
        assertThat(outcomes).extracting(OutcomeV1::deliveryId).doesNotHaveDuplicates();
        assertThat(outcomes).allMatch(outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED);
        assertThat(rig.read(Topics.DEAD_LETTERS, 0)).isEmpty();

        List<Map.Entry<String, String>> seen = rig.seen();
        List<String> effects = seen.stream()
                .filter(one -> one.getValue().equals("applied"))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(effects).hasSize(calls).doesNotHaveDuplicates();
        Map<String, List<Integer>> byPerson = new HashMap<>();
        Set<String> first = new LinkedHashSet<>(effects);
        for (String id : first) {
            String[] parts = id.split("-");
            byPerson.computeIfAbsent(parts[0], person -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
        }
        assertThat(byPerson)
                .hasSize(PERSONS)
                .allSatisfy((person, order) -> assertThat(order)
                        .isEqualTo(IntStream.range(0, calls / PERSONS).boxed().toList()));
        return seen.stream().map(Map.Entry::getKey).toList();
    }
}
