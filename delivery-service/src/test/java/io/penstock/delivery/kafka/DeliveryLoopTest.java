package io.penstock.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.BatchLimits;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Couriers;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.QueueSettings;
import io.penstock.delivery.core.RetrySchedule;
import io.penstock.delivery.core.Tally;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.ForgottenTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reading thread over a real broker; the destination is a list. */
class DeliveryLoopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BUFFERED = 600;
    private static final int POLL = 100;

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Predicate<Call> fails = call -> false;
    private EmbeddedBroker broker;
    private Worker worker;

    @BeforeEach
    void open() {
        broker = EmbeddedBroker.start(2);
        worker = new Worker();
    }

    @AfterEach
    void close() {
        worker.close();
        broker.close();
    }

    @Test
    void aPersonInTroubleHoldsNobodyElseAndARestartRepeatsNothingThatHasItsOutcome() {
        // Given: more than the worker may buffer, and the very first call of one person fails
        fails = call -> call.lane().equals("profile-u0");
        send(0, 1500);

        // When
        outcomes(1500 - 75);

        // Then
        assertThat(sent).filteredOn(id -> number(id) % 20 == 0).containsOnly("0");
        assertThat(sent)
                .filteredOn(id -> number(id) % 20 != 0)
                .hasSize(1500 - 75)
                .doesNotHaveDuplicates();

        // When
        worker.close();
        sent.clear();
        fails = call -> false;
        worker = new Worker();

        // Then
        assertThat(outcomes(1500)).extracting(OutcomeV1::deliveryId).doesNotHaveDuplicates();
        assertThat(sent)
                .containsExactlyElementsOf(IntStream.range(0, 75)
                        .mapToObj(i -> Integer.toString(i * 20))
                        .toList());
    }

    @Test
    void anOutageFillsTheBufferAndNoMoreAndNothingIsLostByIt() {
        // Given
        fails = call -> true;
        send(0, 3000);

        // When
        await().atMost(PATIENCE).until(() -> worker.owed() >= BUFFERED);
        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> worker.owed() <= BUFFERED + 2 * POLL);
        fails = call -> false;

        // Then
        assertThat(outcomes(3000))
                .allMatch(outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED)
                .extracting(OutcomeV1::deliveryId)
                .doesNotHaveDuplicates();
        assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aStoppedDestinationHoldsNoOtherHoweverMuchOfItIsOwed() {
        // Given: five times what the worker may buffer, before and between the calls to another one
        List.of("stopped", "other").forEach(name -> worker.couriers.connectionChanged(name, 100_000));
        fails = call -> call.lane().startsWith("profile-stopped");
        List<DeliveryV1> stopped = IntStream.range(0, 3000)
                .mapToObj(i -> Deliveries.to("stopped", Deliveries.track("s" + i, "stopped" + i % 20, "e", "{}")))
                .toList();
        List<DeliveryV1> other = IntStream.range(0, 600)
                .mapToObj(i -> Deliveries.to("other", Deliveries.track("o" + i, "u" + i % 20, "e", "{}")))
                .toList();
        publish(stopped.subList(0, 2500));
        publish(other);
        publish(stopped.subList(2500, 3000));

        // When
        List<OutcomeV1> meanwhile = outcomes(600);

        // Then
        assertThat(meanwhile).extracting(OutcomeV1::destination).containsOnly("other");
        assertThat(worker.owed()).isLessThanOrEqualTo(BUFFERED / 2);
        await().atMost(PATIENCE)
                .until(() -> worker.loop.backlog().setAside().getOrDefault("stopped", 0L) >= 3000 - BUFFERED / 2);
        assertThat(worker.loop.backlog().heldPartitions()).isEmpty();

        // When
        sent.clear();
        fails = call -> false;

        // Then
        assertThat(outcomes(3600)).extracting(OutcomeV1::deliveryId).doesNotHaveDuplicates();
        assertThat(worker.loop.backlog().setAside()).isEmpty();
        for (int person = 0; person < 20; person++) {
            int own = person;
            assertThat(sent)
                    .filteredOn(id -> Integer.parseInt(id.substring(1)) % 20 == own)
                    .isSortedAccordingTo(Comparator.comparing(id -> Integer.parseInt(id.substring(1))));
        }
    }

    @Test
    void aTransactionThatTheBrokerForgotKeepsTheNextProcessFromNothing() throws Exception {
        // Given
        send(0, 100);
        outcomes(100);
        worker.close();
        ForgottenTransaction forgotten = ForgottenTransaction.of(broker, "test");
        for (int partition = 0; partition < 2; partition++) {
            forgotten.write(new TopicPartition(Topics.OUTCOMES.name(), partition), "{}");
            forgotten.commit("penstock-delivery", new TopicPartition(Topics.DELIVERIES.name(), partition), 1);
        }

        // When
        worker = new Worker();
        send(100, 200);

        // Then
        assertThat(outcomes(200)).extracting(OutcomeV1::deliveryId).doesNotHaveDuplicates();
        assertThat(sent).hasSize(200).doesNotHaveDuplicates();
    }

    private void publish(List<DeliveryV1> deliveries) {
        broker.sendAll(
                Topics.DELIVERIES,
                deliveries.stream()
                        .map(delivery -> Map.<String, DeliveryV1>entry(delivery.profileId(), delivery))
                        .toList());
    }

    private void send(int from, int to) {
        publish(IntStream.range(from, to)
                .mapToObj(i -> Deliveries.track(Integer.toString(i), "u" + i % 20, "e", "{}"))
                .toList());
    }

    private List<OutcomeV1> outcomes(int count) {
        return broker.readUntil(Topics.OUTCOMES, all -> all.size() >= count, PATIENCE).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    private static int number(String id) {
        return Integer.parseInt(id);
    }

    private CompletionStage<Answer> answer(List<Call> calls) {
        sent.addAll(calls.stream().map(Call::id).toList());
        int status = calls.stream().anyMatch(fails) ? 503 : 200;
        Answer answer = new Answer.Replied(status, Optional.empty(), new Answer.Body.Read(List.of()));
        return CompletableFuture.supplyAsync(() -> answer, CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
    }

    private final class Worker implements AutoCloseable {
        private final Couriers couriers = new Couriers(name -> new Courier(
                new QueueSettings(
                        new BatchLimits(1, 475_000, 12, 1),
                        100_000,
                        50,
                        Duration.ofMillis(200),
                        Duration.ofDays(3),
                        new RetrySchedule(
                                Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofMinutes(15), () -> 0.9)),
                DeliveryLoopTest.this::answer,
                InstantSource.system(),
                (wait, task) -> CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(task)));
        private final OutcomeLog outcomes = new OutcomeLog(broker.clientSettings(), "test");
        private final DeliveryLoop loop;

        Worker() {
            LoopSettings settings = new LoopSettings(
                    Long.toString(System.nanoTime()),
                    "test",
                    POLL,
                    BUFFERED,
                    Long.MAX_VALUE,
                    Duration.ofMillis(20),
                    Duration.ofHours(1));
            loop = new DeliveryLoop(
                    () -> settings.consumer(broker.clientSettings()),
                    couriers,
                    (delivery, body) -> new Encoded.Item(delivery.deliveryId().getBytes(StandardCharsets.UTF_8)),
                    outcomes,
                    new Tally((line, count) -> {}),
                    (destination, outcome, delivery) -> {},
                    InstantSource.system(),
                    settings,
                    () -> {});
            loop.start();
        }

        int owed() {
            return couriers.status().values().stream()
                    .mapToInt(status -> status.owed())
                    .sum();
        }

        @Override
        public void close() {
            loop.close();
            outcomes.close();
        }
    }
}
