package io.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.broker.KafkaBroker;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.StubTrack;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker goes away while calls are under way. */
class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CALLS = 20;

    @TempDir
    Path folder;

    @Test
    void whatWasAnsweredDuringAnOutageIsWrittenAfterItAndNotSentAgain() throws IOException, InterruptedException {
        // Given
        int[] ports = KafkaBroker.freePorts().orElseThrow();
        KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), ports[0], ports[1]);
        CountDownLatch brokerIsAway = new CountDownLatch(1);
        try (StubTrack track = new StubTrack()) {
            track.answer((exchange, seen) -> {
                try {
                    brokerIsAway.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                StubTrack.json(exchange, 200, "{}\n");
            });
            broker.createTopics(1);
            configure(broker, track);
            send(broker);
            try (ServiceProcess service = ServiceProcess.start(broker.bootstrap(), folder.resolve("service.log"))) {
                await().atMost(PATIENCE).until(() -> !track.seen().isEmpty());

                // When
                broker.close();
                brokerIsAway.countDown();
                broker = KafkaBroker.start(folder.resolve("broker"), ports[0], ports[1]);

                // Then
                List<OutcomeV1> outcomes = outcomes(broker);
                assertThat(outcomes).hasSize(CALLS);
                assertThat(outcomes).allMatch(outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED);
                assertThat(service.isAlive()).isTrue();
                assertThat(track.eventIds()).hasSize(CALLS).doesNotHaveDuplicates();
            }
        } finally {
            broker.close();
        }
    }

    private static void configure(KafkaBroker broker, StubTrack track) {
        ConfigV1 config = new ConfigV1(
                "acme",
                ConfigV1.Kind.CONNECTION,
                "customerio-prod",
                1,
                Deliveries.json("""
                        {"type":"customerio","customerio":{"trackUrl":"%s","rate":500,
                         "siteId":{"env":"CIO_SITE"},"apiKey":{"env":"CIO_KEY"}}}
                        """.formatted(track.url())),
                null,
                "hash",
                "test",
                Instant.now());
        write(broker, Topics.CONFIG, List.of(Map.entry(config.key(), config)));
    }

    private static void send(KafkaBroker broker) {
        write(
                broker,
                Topics.DELIVERIES,
                IntStream.range(0, CALLS)
                        .mapToObj(i -> Deliveries.track("d" + i, "u" + i, "e", "{}"))
                        .map(delivery -> Map.<String, DeliveryV1>entry(delivery.profileId(), delivery))
                        .toList());
    }

    private static <V> void write(KafkaBroker broker, Topic<V> topic, List<Map.Entry<String, V>> entries) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", broker.bootstrap());
        try (var producer = new KafkaProducer<>(
                settings, topic.keySerde().serializer(), topic.valueSerde().serializer())) {
            entries.forEach(
                    entry -> producer.send(new ProducerRecord<>(topic.name(), entry.getKey(), entry.getValue())));
        }
    }

    private static List<OutcomeV1> outcomes(KafkaBroker broker) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed");
        List<OutcomeV1> found = new ArrayList<>();
        TopicPartition partition = new TopicPartition(Topics.OUTCOMES.name(), 0);
        try (var consumer = new KafkaConsumer<>(
                settings,
                Topics.OUTCOMES.keySerde().deserializer(),
                Topics.OUTCOMES.valueSerde().deserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            await().pollInSameThread().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> found.add(record.value()));
                return found.size() >= CALLS;
            });
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> found.add(record.value()));
        }
        return found;
    }
}
