package io.penstock.delivery.app;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.StubTrack;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A connection of a test's own to a stub of the Track API, and what the service tells of its deliveries. */
final class StubbedConnection implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static int opened;

    private final EmbeddedBroker broker;
    private final Path secrets;
    private final StubTrack track = new StubTrack();
    private final String name = "customerio-" + opened++;

    /** Not configured yet. */
    StubbedConnection(EmbeddedBroker broker, Path secrets) throws IOException {
        this.broker = broker;
        this.secrets = secrets;
    }

    StubTrack track() {
        return track;
    }

    String name() {
        return name;
    }

    void configure() throws IOException {
        configure(1, "");
    }

    /** @param more settings, each after a comma */
    void configure(int version, String more) throws IOException {
        Path secret = Files.writeString(secrets.resolve("secret"), "abc123\n");
        ObjectNode spec = Deliveries.json("""
                {"type":"customerio","customerio":{"trackUrl":"%1$s","pipelinesUrl":"%1$s","rate":500,
                 "siteId":{"file":"%2$s"},"apiKey":{"file":"%2$s"},"writeKey":{"file":"%2$s"}%3$s}}
                """.formatted(track.url(), secret, more));
        ConfigV1 config = new ConfigV1(
                "acme", ConfigV1.Kind.CONNECTION, name, version, spec, null, "hash", "test", Instant.now());
        broker.send(Topics.CONFIG, config.key(), config);
    }

    void send(List<DeliveryV1> deliveries) {
        broker.sendAll(
                Topics.DELIVERIES,
                deliveries.stream()
                        .map(delivery -> Deliveries.to(name, delivery))
                        .map(delivery -> Map.entry(delivery.profileId(), delivery))
                        .toList());
    }

    /** By the delivery's id, once there are so many. */
    Map<String, OutcomeV1> outcomes(int count) {
        return broker
                .readUntil(
                        Topics.OUTCOMES,
                        all -> all.stream()
                                        .filter(r -> r.value().destination().equals(name))
                                        .count()
                                >= count,
                        PATIENCE)
                .stream()
                .map(ConsumerRecord::value)
                .filter(outcome -> outcome.destination().equals(name))
                .collect(Collectors.toMap(OutcomeV1::deliveryId, outcome -> outcome));
    }

    /** Once there are so many. */
    List<DeadLetterV1> deadLetters(int count) {
        await().atMost(PATIENCE).until(() -> deadLettersNow().size() >= count);
        return deadLettersNow();
    }

    List<DeadLetterV1> deadLettersNow() {
        return broker.read(Topics.DEAD_LETTERS).stream()
                .map(ConsumerRecord::value)
                .filter(letter ->
                        letter.encoding().equals("json") && letter.input().contains("\"" + name + "\""))
                .toList();
    }

    /** What stands after the last hyphen of a delivery's id. */
    static int number(String id) {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    @Override
    public void close() {
        track.close();
    }
}
