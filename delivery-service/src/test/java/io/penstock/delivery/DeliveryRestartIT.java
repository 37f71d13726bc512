package io.penstock.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.StubTrack;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service as a process that is killed without warning. */
class DeliveryRestartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PERSONS = 20;

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private StubTrack track;
    private ServiceProcess service;

    @BeforeEach
    void open() throws IOException {
        broker = EmbeddedBroker.start();
        track = new StubTrack();
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
        broker.send(Topics.CONFIG, config.key(), config);
    }

    @AfterEach
    void close() {
        kill();
        track.close();
        broker.close();
    }

    @Test
    void aSecondStartSendsNothingAgain() throws IOException {
        // Given
        send(0, 60);
        start();
        awaitOutcomes(60);
        kill();
        assertThat(track.eventIds()).hasSize(60);

        // When
        send(60, 70);
        start();
        awaitOutcomes(70);

        // Then
        assertThat(track.eventIds().subList(60, track.eventIds().size()))
                .containsExactlyInAnyOrderElementsOf(ids(60, 70));
    }

    private void send(int from, int to) {
        broker.sendAll(
                Topics.DELIVERIES,
                ids(from, to).stream()
                        .map(id -> Deliveries.track(id, "u" + Integer.parseInt(id) % PERSONS, "e", "{}"))
                        .map(delivery -> Map.<String, DeliveryV1>entry(delivery.profileId(), delivery))
                        .toList());
    }

    private static List<String> ids(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private List<OutcomeV1> awaitOutcomes(int count) {
        return broker.readUntil(Topics.OUTCOMES, all -> all.size() >= count, PATIENCE).stream()
                .map(record -> record.value())
                .toList();
    }

    private void start() throws IOException {
        service = ServiceProcess.start(broker.bootstrap(), folder.resolve("service.log"));
    }

    private void kill() {
        if (service != null) {
            service.close();
        }
    }
}
