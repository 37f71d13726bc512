package io.penstock.transform.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} while only changes are sent and a destination takes some calls, refuses some and loses its answer to
 * others: after a replay everybody has what the newest row says, and another replay makes no call. More kills with
 * {@code -Dpenstock.ledger.kills=20}.
 */
class LedgerKillIT {
    private static final int KILLS = Integer.getInteger("penstock.ledger.kills", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final int ROWS_PER_KILL = 400;
    /** Nobody has more rows than the 500 of which the ledger remembers that they became an event. */
    private static final int PEOPLE = Math.max(10, KILLS * ROWS_PER_KILL / 300);

    private final Random random = new Random(7);
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Map.Entry<String, ResolvedV1>> history = new ArrayList<>();
    private final Map<String, Map<String, JsonNode>> truth = new HashMap<>();

    @TempDir
    Path folder;

    private int port;
    private int number;

    @Test
    void losesNoChangeWhateverKillsItAndSaysNothingTwice() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                FickleDestination destination = FickleDestination.of(broker)) {
            broker.send(Topics.CONFIG, "pipeline/ledger", config());
            Process service = start(broker);
            try {
                for (int kill = 0; kill < KILLS; kill++) {
                    broker.sendAll(Topics.RESOLVED, rows(ROWS_PER_KILL));
                    int seen = destination.calls().size();
                    await().atMost(PATIENCE).until(() -> destination.calls().size() > seen);
                    service.destroyForcibly().waitFor();
                    service = start(broker);
                }
                settle(broker, destination, "first");

                destination.acceptEverything();
                broker.sendAll(Topics.RESOLVED, List.copyOf(history));
                settle(broker, destination, "replayed");
                assertThat(destination.people()).isEqualTo(truth);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(destination.events()).hasSize(history.size()));

                int before = destination.calls().size();
                broker.sendAll(Topics.RESOLVED, List.copyOf(history));
                settle(broker, destination, "again");
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(destination.events()).hasSize(history.size()));
                assertThat(destination.calls().stream().skip(before))
                        .as("calls for the rows that mark the end of the replay, and no others")
                        .hasSize(2 * PEOPLE)
                        .allMatch(call -> call.body().path("mark").asText().equals("again"));
                assertThat(destination.people()).isEqualTo(truth);
            } finally {
                service.destroyForcibly().waitFor();
            }
            assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
        }
    }

    /** One more row per person, and everything before it has been heard of. */
    private void settle(EmbeddedBroker broker, FickleDestination destination, String mark) {
        List<Map.Entry<String, ResolvedV1>> marks = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            marks.add(row(person, JsonNodeFactory.instance.objectNode().put("mark", mark)));
        }
        broker.sendAll(Topics.RESOLVED, marks);
        await().atMost(PATIENCE)
                .until(() -> destination.people().values().stream()
                                .filter(attributes -> attributes.containsKey("mark")
                                        && attributes.get("mark").asText().equals(mark))
                                .count()
                        == PEOPLE);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (int person = 0; person < PEOPLE; person++) {
                if (ledger("prf_" + person).contains("\"state\":\"pending\"")) {
                    return false;
                }
            }
            return true;
        });
    }

    private String ledger(String profileId) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/ledger/" + profileId))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"mark\"");
        return answer.body();
    }

    private List<Map.Entry<String, ResolvedV1>> rows(int count) {
        List<Map.Entry<String, ResolvedV1>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            for (String name : List.of("a", "b", "c")) {
                if (random.nextInt(3) > 0) {
                    values.put(name, random.nextInt(3));
                }
            }
            rows.add(row(random.nextInt(PEOPLE), values));
        }
        return rows;
    }

    private Map.Entry<String, ResolvedV1> row(int person, ObjectNode values) {
        int row = number++;
        String profile = "prf_" + person;
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("customerio_id", "usr_" + person));
        values.properties()
                .forEach(value -> truth.computeIfAbsent("usr_" + person, _ -> new HashMap<>())
                        .put(value.getKey(), value.getValue()));
        RecordV1 record = new RecordV1(
                "main",
                "ledger",
                1,
                "ledger/" + row,
                Integer.toString(row),
                "v",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", row, row, null),
                START.plusMillis(row),
                identifiers,
                values);
        Map.Entry<String, ResolvedV1> entry =
                Map.entry(profile, new ResolvedV1(profile, identifiers, row, record, List.of()));
        history.add(entry);
        return entry;
    }

    private Process start(EmbeddedBroker broker) throws Exception {
        return ServiceProcess.start(broker, "ledger-0", folder.resolve("state"), port);
    }

    private static ConfigV1 config() throws JsonProcessingException {
        ObjectNode spec = Json.wire().readValue("""
                        {"source": {"connection": "lake", "table": "main.ml.scores", "key": ["id"], "change": {"by": "snapshot"}},
                         "identity": {"given": {"customer_id": "id"}, "address": ["customerio_id"]},
                         "emit": [{"type": "identify", "attributes": {"a": "a", "b": "b", "c": "c", "mark": "mark"}},
                                  {"type": "track", "event": "row", "properties": {"a": "a", "mark": "mark"}}],
                         "destination": {"connection": "customerio"}}""", ObjectNode.class);
        return new ConfigV1("main", ConfigV1.Kind.PIPELINE, "ledger", 1, spec, null, "h", "local", START);
    }
}
