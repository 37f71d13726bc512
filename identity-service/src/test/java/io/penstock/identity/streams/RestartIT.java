package io.penstock.identity.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.identity.core.Fold;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.RandomPeople;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker: torn down in mid-work and opened again, on the same state folder and once on a lost one. */
class RestartIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int RECORDS = 12_000;
    private static final int RESTARTS = 3;
    private static final int HALF = RECORDS / (RESTARTS + 1) / 2;

    private static EmbeddedBroker broker;

    @TempDir
    Path state;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(2);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void everyProfileIsWhatAnOfflineFoldOfTheLogSaysHoweverOftenItIsTornDown() {
        List<Map.Entry<String, RecordV1>> records = records();
        sendRaw("unreadable", "{broken".getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        KafkaStreams streams = open();
        for (int restart = 0; restart < RESTARTS; restart++) {
            int from = RECORDS / (RESTARTS + 1) * restart;
            // In two halves: what is settled by the first lets some of the second go past the log.
            send(records, from, from + HALF);
            send(records, from + HALF, from + 2 * HALF);
            tearDown(streams);
            if (restart == 1) {
                loseDisk();
            }
            streams = open();
        }
        send(records, RECORDS - 2 * HALF, RECORDS - HALF);
        broker.sendAll(Topics.RECORDS, records.subList(RECORDS - HALF, RECORDS));
        broker.readUntil(Topics.RESOLVED, all -> all.size() >= RECORDS, PATIENCE);
        System.out.printf(
                "RestartIT: %,d records with %d restarts in %.1f s%n",
                RECORDS, RESTARTS, (System.nanoTime() - start) / 1e9);

        Verdict.Agreed verdict = Verdict.on(
                broker.bootstrap(), records.stream().map(Map.Entry::getValue).iterator(), PATIENCE);
        streams.close(Duration.ofSeconds(20));

        System.out.println("RestartIT: " + verdict);
        assertThat(verdict.past()).as("records that went past the log").isPositive();
        assertThat(verdict.splits()).as("quarantines that split somebody").isPositive();
        assertThat(broker.read(Topics.DEAD_LETTERS))
                .extracting(one -> one.value().code())
                .containsExactly("unreadable");
        DeadLetterV1 letter = broker.read(Topics.DEAD_LETTERS).getFirst().value();
        assertThat(letter.topic()).isEqualTo(Topics.RECORDS.name());
        assertThat(letter.encoding()).isEqualTo("base64");
    }

    /** Waits until all before the last 1,000 of them are resolved: the rest is under way. */
    private static void send(List<Map.Entry<String, RecordV1>> records, int from, int to) {
        broker.sendAll(Topics.RECORDS, records.subList(from, to));
        await().atMost(PATIENCE).until(() -> broker.read(Topics.RESOLVED).size() >= to - 1_000);
    }

    private KafkaStreams open() {
        var settings = new StreamsSettings(
                broker.bootstrap(),
                new StreamsSettings.Membership.Static("local-0-identity", Duration.ofSeconds(6)),
                state,
                "localhost:1",
                2,
                IdentityTopology.COMMIT_PACE,
                Duration.ofMillis(250),
                1,
                0);
        KafkaStreams streams = new KafkaStreams(
                IdentityTopology.build(_ -> Optional.empty(), Fold.IDS, Caches.DEFAULT), settings.properties());
        streams.setUncaughtExceptionHandler(
                new RestartBudget(5, Duration.ofMinutes(10), java.time.InstantSource.system()));
        streams.start();
        await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.RUNNING);
        return streams;
    }

    /** Without waiting for what is under way; the next one may open the folder only when this one let go of it. */
    private static void tearDown(KafkaStreams streams) {
        streams.close(Duration.ZERO);
        await().atMost(PATIENCE).until(() -> streams.state() == KafkaStreams.State.NOT_RUNNING);
    }

    private void loseDisk() {
        try (var files = Files.walk(state.resolve(StreamsSettings.APPLICATION_ID))) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Map.Entry<String, RecordV1>> records() {
        Random random = new Random(7);
        List<Map.Entry<String, RecordV1>> records = new ArrayList<>();
        for (int n = 0; n < RECORDS; n++) {
            Observation seen = RandomPeople.observation(random, n, 1_500);
            List<IdentifierV1> identifiers = seen.identifiers().stream()
                    .map(one -> new IdentifierV1(one.type(), one.value()))
                    .toList();
            RecordV1 record = Rows.record(seen.recordId(), seen.asOf(), identifiers, "{'n': " + n + "}");
            records.add(Map.entry(record.partitionKey(), record));
        }
        return records;
    }

    private static void sendRaw(String key, byte[] value) {
        try (var producer =
                new KafkaProducer<>(broker.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), key, value));
            producer.flush();
        }
    }
}
