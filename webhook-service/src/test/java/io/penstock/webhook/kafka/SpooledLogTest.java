package io.penstock.webhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.broker.KafkaBroker;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Topics;
import io.penstock.webhook.core.Spool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WEBHOOKS = Integer.getInteger("penstock.spool.webhooks", 300);

    @TempDir
    Path folder;

    @Test
    void whatCameWhileTheBrokerWasAwayIsOnTheTopicInOrderAfterwards() throws Exception {
        int[] ports = KafkaBroker.freePorts().orElseThrow();
        String bootstrap = "127.0.0.1:" + ports[0];
        Spool spool = spool("spool");
        try (EngagementProducer producer = new EngagementProducer(Map.of("bootstrap.servers", bootstrap));
                SpooledLog log = new SpooledLog(producer, spool, spool("parked"))) {
            // Given
            long slowest = 0;
            long before = System.nanoTime();
            for (int n = 0; n < WEBHOOKS; n++) {
                assertThat(log.keep(event(n))).isTrue();
                slowest = Math.max(slowest, System.nanoTime() - before);
                before = System.nanoTime();
            }
            assertThat(Duration.ofNanos(slowest)).isLessThan(Duration.ofSeconds(2));
            assertThat(spool.size()).isEqualTo(WEBHOOKS);

            // When
            try (KafkaBroker broker = KafkaBroker.start(folder.resolve("broker"), ports[0], ports[1])) {
                broker.createTopics(2);
                await().atMost(PATIENCE).until(spool::isEmpty);
                assertThat(log.keep(event(WEBHOOKS))).isTrue();

                // Then
                for (int person = 0; person < 3; person++) {
                    assertThat(read(bootstrap, "p" + person)).isSorted().hasSizeGreaterThanOrEqualTo(WEBHOOKS / 3);
                }
            }
        }
    }

    private List<Integer> read(String bootstrap, String person) {
        List<Integer> found = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrap);
        var topic = Topics.ENGAGEMENT;
        try (var consumer = new KafkaConsumer<>(
                settings, new StringDeserializer(), topic.valueSerde().deserializer())) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.key().equals(person)) {
                        found.add(Integer.valueOf(record.value().eventId()));
                    }
                });
            }
        }
        return found;
    }

    private Spool spool(String name) throws IOException {
        return Spool.open(folder.resolve(name), 1_000_000_000, 100_000);
    }

    private static EngagementV1 event(int n) {
        return new EngagementV1(
                "acme",
                Integer.toString(n),
                "email",
                "sent",
                Instant.EPOCH,
                Instant.EPOCH,
                "p" + n % 3,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "{\"padding\":\"" + "x".repeat(1000) + "\"}");
    }
}
