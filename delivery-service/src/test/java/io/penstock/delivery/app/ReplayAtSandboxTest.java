package io.penstock.delivery.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls that the stand-in refuses, replayed twice when it refuses no more. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class ReplayAtSandboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DESTINATION = "customerio-replay";
    private static final String PIPELINE = "replayed";
    private static final int PEOPLE = 8;

    EmbeddedBroker broker;

    @TempDir
    Path secrets;

    private final HttpClient http = HttpClient.newHttpClient();
    private CustomerIoSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = CustomerIoSandbox.builder().start();
        String site =
                Files.writeString(secrets.resolve("site"), sandbox.siteId()).toString();
        String key = Files.writeString(secrets.resolve("key"), sandbox.apiKey()).toString();
        ObjectNode spec = Deliveries.json("""
                {"type":"customerio","customerio":{"trackUrl":"%s","rate":500,
                 "siteId":{"file":"%s"},"apiKey":{"file":"%s"}}}
                """.formatted(sandbox.baseUri(), site, key));
        ConfigV1 config = new ConfigV1(
                "acme", ConfigV1.Kind.CONNECTION, DESTINATION, 1, spec, null, "hash", "test", Instant.now());
        broker.send(Topics.CONFIG, config.key(), config);
    }

    @AfterEach
    void close() {
        http.close();
        sandbox.close();
    }

    @Test
    void takesEffectOnceAndNeverOverwritesWhatWasAcknowledgedSince() throws IOException, InterruptedException {
        // Given
        ask("PUT", "faults", "[{\"match\":{\"person\":\"rep\"},\"itemError\":{\"message\":\"not yet\"}}]");
        List<DeliveryV1> owed = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            owed.add(Deliveries.identify("replayed-i" + i, "rep" + i, "{\"v\":\"old\"}"));
            owed.add(Deliveries.track("replayed-e" + i, "rep" + i, "bought", "{}"));
        }
        send(owed, Duration.ZERO);
        await().atMost(PATIENCE).until(() -> count() == 2 * PEOPLE);
        ask("DELETE", "faults", "");
        send(List.of(Deliveries.identify("replayed-newer", "rep0", "{\"v\":\"new\"}")), Duration.ofMinutes(5));
        await().atMost(PATIENCE).until(() -> accepted().contains("replayed-newer"));

        // When
        JsonPath first = replay();
        await().atMost(PATIENCE).until(() -> accepted().size() == 2 * PEOPLE);
        JsonNode before = ask("GET", "summary", "");
        JsonPath second = replay();

        // Then
        assertThat(first.getInt("replayed")).isEqualTo(2 * PEOPLE - 1);
        assertThat(first.getInt("skipped_by.older_than_acknowledged")).isEqualTo(1);
        assertThat(second.getInt("replayed")).isZero();
        assertThat(second.getInt("skipped_by.accepted_meanwhile")).isEqualTo(2 * PEOPLE - 1);
        assertThat(ask("GET", "summary", "").path("received")).isEqualTo(before.path("received"));
        for (int i = 0; i < PEOPLE; i++) {
            JsonNode person = ask("GET", "people/rep" + i, "");
            assertThat(person.path("events")).hasSize(1);
            assertThat(person.toString()).contains(i == 0 ? "new" : "old").doesNotContain(i == 0 ? "old" : "new");
        }
    }

    private static long count() {
        List<Integer> counts = given().get("/v1/dead-letters")
                .jsonPath()
                .getList("causes.findAll { it.pipeline == '" + PIPELINE + "' }.count", Integer.class);
        return counts.stream().mapToLong(Integer::longValue).sum();
    }

    private static List<String> accepted() {
        return given().get("/v1/history?pipeline=" + PIPELINE + "&result=accepted")
                .jsonPath()
                .getList("outcomes.delivery_id");
    }

    private static JsonPath replay() {
        return given().contentType("application/json")
                .body("{\"mode\":\"REPLAY\",\"stage\":\"delivery\",\"pipeline\":\"" + PIPELINE + "\"}")
                .post("/v1/dead-letters/replay")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUri() + "/sandbox/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.wire().readTree(answer.body());
    }

    private void send(List<DeliveryV1> deliveries, Duration later) {
        broker.sendAll(
                Topics.DELIVERIES,
                deliveries.stream()
                        .map(delivery -> Deliveries.to(
                                DESTINATION, PIPELINE, delivery.asOf().plus(later), delivery))
                        .map(delivery -> Map.entry(delivery.profileId(), delivery))
                        .toList());
    }
}
