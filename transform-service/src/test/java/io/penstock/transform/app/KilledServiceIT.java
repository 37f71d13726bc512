package io.penstock.transform.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service, killed in the middle of its work. Takes its time: the broker gives a Streams member that was
 * killed 45 s before it gives its tasks to somebody else.
 */
class KilledServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final int PEOPLE = 10;
    private static final int ROWS = 3000;

    @TempDir
    Path folder;

    @Test
    void writesEveryDeliveryOnceAndInOrderWhateverKillsIt() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.send(Topics.CONFIG, "pipeline/kill", config());
            broker.sendAll(
                    Topics.RESOLVED,
                    IntStream.range(0, ROWS / 2).mapToObj(this::row).toList());
            Process service = start(broker);
            try {
                broker.readUntil(Topics.DELIVERIES, all -> !all.isEmpty(), PATIENCE);
                service = restart(service, broker);
                broker.sendAll(
                        Topics.RESOLVED,
                        IntStream.range(ROWS / 2, ROWS).mapToObj(this::row).toList());
                broker.readUntil(Topics.DELIVERIES, all -> all.size() >= ROWS, PATIENCE);
                service = restart(service, broker);
                broker.readUntil(
                        Topics.DELIVERIES, all -> all.size() >= expected().size(), PATIENCE);
            } finally {
                service.destroyForcibly().waitFor();
            }
            assertThat(broker.read(Topics.SHAPED)).hasSize(ROWS);
            assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
            List<DeliveryV1> deliveries = broker.read(Topics.DELIVERIES).stream()
                    .map(ConsumerRecord::value)
                    .toList();
            assertThat(deliveries).extracting(DeliveryV1::deliveryId).doesNotHaveDuplicates();
            for (int person = 0; person < PEOPLE; person++) {
                String profile = "prf_" + person;
                assertThat(lines(deliveries.stream()
                                .filter(delivery -> delivery.profileId().equals(profile))
                                .map(delivery -> delivery.emit() + " " + delivery.rowKey())
                                .toList()))
                        .isEqualTo(lines(expected().stream()
                                .filter(line -> line.startsWith(profile + " "))
                                .map(line -> line.substring(profile.length() + 1))
                                .toList()));
            }
        }
    }

    /** Every row is an identify; every second row of a person lies above the level and fires. */
    private static List<String> expected() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            String profile = "prf_" + i % PEOPLE;
            lines.add(profile + " identify " + i);
            if (isAbove(i)) {
                lines.add(profile + " crossed " + i);
            }
        }
        return lines;
    }

    private static boolean isAbove(int i) {
        return i / PEOPLE % 2 == 1;
    }

    private static String lines(List<String> lines) {
        return String.join("\n", lines);
    }

    private Map.Entry<String, ResolvedV1> row(int i) {
        String profile = "prf_" + i % PEOPLE;
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("customerio_id", "usr_" + i % PEOPLE));
        RecordV1 record = new RecordV1(
                "main",
                "kill",
                1,
                "kill/" + i,
                Integer.toString(i),
                "v",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 1, 1, null),
                START.plusMillis(i),
                identifiers,
                json("{\"score\":" + (isAbove(i) ? "0.9" : "0.1") + "}"));
        return Map.entry(profile, new ResolvedV1(profile, identifiers, i, record, List.of()));
    }

    private static ConfigV1 config() {
        ObjectNode spec = json("""
            {"source": {"connection": "lake", "table": "main.ml.scores", "key": ["id"], "change": {"by": "snapshot"}},
             "identity": {"given": {"customer_id": "id"}, "address": ["customerio_id"]},
             "emit": [{"type": "identify", "attributes": {"score": "score"}},
                      {"type": "track", "event": "crossed", "when": {"crosses": "score", "above": 0.65}}],
             "destination": {"connection": "customerio"}}""");
        return new ConfigV1("main", ConfigV1.Kind.PIPELINE, "kill", 1, spec, null, "h", "local", START);
    }

    private Process restart(Process service, EmbeddedBroker broker) throws IOException, InterruptedException {
        service.destroyForcibly().waitFor();
        return start(broker);
    }

    private Process start(EmbeddedBroker broker) throws IOException {
        return ServiceProcess.start(broker, "killed-0", folder.resolve("state"), 0);
    }

    private static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
