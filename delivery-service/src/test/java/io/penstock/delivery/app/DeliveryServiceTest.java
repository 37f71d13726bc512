package io.penstock.delivery.app;

import static io.penstock.delivery.app.StubbedConnection.PATIENCE;
import static io.penstock.delivery.app.StubbedConnection.number;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.StubTrack;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The whole service over a real broker and a stub of the Track API. Each test has a destination of its own. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class DeliveryServiceTest extends OverAStub {
    @Test
    void becomesReady() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void deliversInOrderAndTellsWhatBecameOfEachCall() throws IOException {
        // Given
        connection.configure();
        track.answer((exchange, seen) -> {
            List<String> errors = new ArrayList<>();
            for (int i = 0; i < seen.items().size(); i++) {
                if (seen.items().get(i).path("attributes").has("bad")) {
                    errors.add("{\"batch_index\":" + i
                            + ",\"reason\":\"invalid\",\"field\":\"attributes.bad\",\"message\":\"no\"}");
                }
            }
            StubTrack.json(
                    exchange,
                    errors.isEmpty() ? 200 : 207,
                    errors.stream().collect(Collectors.joining(",", "{\"errors\":[", "]}")));
        });

        // When
        List<DeliveryV1> owed = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String body = i == 17 ? "{\"bad\":1}" : i == 23 ? "{\"bio\":null}" : "{\"n\":" + i + "}";
            owed.add(Deliveries.track(destination + "-" + i, "u" + i % 4, "e", body));
        }
        owed.add(Deliveries.identify(destination + "-long", "u0", "{\"bio\":\"" + "x".repeat(1001) + "\"}"));
        connection.send(owed);

        // Then
        Map<String, OutcomeV1> outcomes = connection.outcomes(41);
        assertThat(outcomes.get(destination + "-0").status()).isEqualTo(OutcomeV1.Status.ACCEPTED);
        assertThat(outcomes.get(destination + "-0").attempts()).isEqualTo(1);
        assertThat(outcomes.get(destination + "-17").status()).isEqualTo(OutcomeV1.Status.REJECTED);
        assertThat(outcomes.get(destination + "-17").words()).containsExactly("invalid attributes.bad: no");
        assertThat(outcomes.get(destination + "-long").code()).isEqualTo("too_long_value");
        assertThat(outcomes.get(destination + "-long").attempts()).isZero();
        assertThat(connection.deadLetters(2))
                .extracting(DeadLetterV1::code)
                .containsExactlyInAnyOrder("item_invalid", "too_long_value");
        for (int user = 0; user < 4; user++) {
            int own = user;
            assertThat(track.eventIds().stream().filter(id -> number(id) % 4 == own))
                    .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)))
                    .hasSize(10);
        }
    }

    @Test
    void anExpiredKeyStopsTheDestinationUntilItIsMended() throws IOException {
        // Given
        connection.configure();
        track.answer((exchange, seen) -> StubTrack.json(exchange, 401, ""));

        // When
        connection.send(List.of(Deliveries.track(destination + "-0", "u", "e", "{}")));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/v1/status")
                        .then()
                        .body("breakers.'" + destination + "'.state", equalTo("open"))
                        .body("breakers.'" + destination + "'.reason", equalTo("bad_credentials"))
                        .body("inFlight", equalTo(1)));

        // When
        track.answer((exchange, seen) -> StubTrack.json(exchange, 200, "{}\n"));

        // Then
        assertThat(connection.outcomes(1).get(destination + "-0").status()).isEqualTo(OutcomeV1.Status.ACCEPTED);
        get("/v1/status").then().body("breakers.'" + destination + "'.state", equalTo("closed"));
        assertThat(connection.deadLettersNow()).isEmpty();
    }

    @Test
    void countsAttemptsWithoutAnAnswer() throws IOException {
        connection.configure();
        track.answer((exchange, seen) -> {
            track.answer((next, again) -> StubTrack.json(next, 200, "{}"));
            StubTrack.cut(exchange, 200, "{}");
        });
        connection.send(List.of(Deliveries.track(destination + "-0", "u", "e", "{}")));
        OutcomeV1 outcome = connection.outcomes(1).get(destination + "-0");
        assertThat(outcome.attempts()).isEqualTo(2);
        assertThat(outcome.ambiguous()).isEqualTo(1);
    }

    @Test
    void whatIsNoDeliveryBecomesADeadLetterAndItsNeighboursGoOn() throws IOException {
        // Given
        connection.configure();
        Properties settings = new Properties();
        settings.putAll(broker.clientSettings());

        // When
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(
                    new ProducerRecord<>(Topics.DELIVERIES.name(), "poison", (destination + " {not json").getBytes()));
            producer.send(new ProducerRecord<>(Topics.DELIVERIES.name(), "poison", null));
        }
        connection.send(List.of(Deliveries.track(destination + "-0", "u", "e", "{}")));

        // Then
        assertThat(connection.outcomes(1)).containsKey(destination + "-0");
        var letters = broker.readUntil(
                Topics.DEAD_LETTERS,
                all -> all.stream().filter(r -> "poison".equals(r.key())).count() == 2,
                PATIENCE);
        assertThat(letters.stream().filter(r -> "poison".equals(r.key()))).allSatisfy(letter -> {
            assertThat(letter.value().code()).isEqualTo("unreadable_delivery");
            assertThat(letter.value().encoding()).isEqualTo("base64");
            assertThat(letter.value().topic()).isEqualTo(Topics.DELIVERIES.name());
        });
        await().atMost(PATIENCE).until(() -> lag() == 0);
    }

    @Test
    void aRebalanceThatLeavesThePartitionsHereRepeatsNoCallThatWasAnswered() throws Exception {
        // Given
        connection.configure();
        CountDownLatch revoked = new CountDownLatch(1);
        track.answer((exchange, seen) -> {
            try {
                revoked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            StubTrack.json(exchange, 200, "{}\n");
        });
        List<DeliveryV1> owed = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            owed.add(Deliveries.track(destination + "-" + i, "u" + i % 4, "e", "{}"));
        }
        connection.send(owed);
        await().atMost(PATIENCE).until(() -> !track.seen().isEmpty());

        // When
        AtomicBoolean enough = new AtomicBoolean();
        Thread guest = Thread.ofVirtual().start(() -> beInTheGroupUntil(enough));
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/q/health/ready").then().statusCode(503));
        revoked.countDown();

        // Then
        Map<String, OutcomeV1> outcomes = connection.outcomes(12);
        enough.set(true);
        guest.join();
        assertThat(outcomes).hasSize(12);
        assertThat(outcomes.values()).allMatch(outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED);
        assertThat(track.eventIds()).containsExactlyInAnyOrderElementsOf(outcomes.keySet());
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/q/health/ready").then().statusCode(200));
    }

    /**
     * A member that wants another topic: its coming makes the group give all partitions out anew, to the same owner.
     */
    private void beInTheGroupUntil(AtomicBoolean enough) {
        Properties settings = new Properties();
        settings.putAll(broker.clientSettings());
        settings.put("group.id", "penstock-delivery");
        settings.put("enable.auto.commit", "false");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(Topics.DEAD_LETTERS.name()));
            while (!enough.get()) {
                consumer.poll(Duration.ofMillis(100));
            }
        }
    }

    private long lag() throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(broker.clientSettings())) {
            Map<TopicPartition, OffsetSpec> ask = new HashMap<>();
            for (int partition = 0; partition < 2; partition++) {
                ask.put(new TopicPartition(Topics.DELIVERIES.name(), partition), OffsetSpec.latest());
            }
            var committed = admin.listConsumerGroupOffsets("penstock-delivery")
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            for (var end : admin.listOffsets(ask).all().get().entrySet()) {
                OffsetAndMetadata next = committed.get(end.getKey());
                lag += end.getValue().offset() - (next == null ? 0 : next.offset());
            }
            return lag;
        }
    }
}
