package io.penstock.delivery.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.customerio.Deliveries;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stand-in accepted and did not do is found in the history, with its words. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class ReadBackAtSandboxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DESTINATION = "customerio-read-back";

    EmbeddedBroker broker;

    @TempDir
    Path secrets;

    private CustomerIoSandbox sandbox;

    @BeforeEach
    void open() throws IOException {
        sandbox = CustomerIoSandbox.builder().start();
        ConfigV1 config = new ConfigV1(
                "acme",
                ConfigV1.Kind.CONNECTION,
                DESTINATION,
                1,
                Deliveries.json("""
                        {"type":"customerio","customerio":{"trackUrl":"%s","siteId":{"file":"%s"},"apiKey":{"file":"%s"},
                         "readBack":{"appKey":{"file":"%s"},"appUrl":"%s","rate":10,"after":"PT0.5S"}}}
                        """.formatted(
                                sandbox.baseUri(),
                                secret("site", sandbox.siteId()),
                                secret("key", sandbox.apiKey()),
                                secret("app", sandbox.appKey()),
                                sandbox.baseUri())),
                null,
                "hash",
                "test",
                Instant.now());
        broker.send(Topics.CONFIG, config.key(), config);
    }

    private Path secret(String name, String value) throws IOException {
        return Files.writeString(secrets.resolve(name), value);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void saysOfAcceptedCallsWhetherTheyWereApplied() {
        // Given
        send(Deliveries.identify("rb-1", "rb-ada", "{\"email\":\"ada@rb.example\",\"score\":0.8,\"tags\":[1,\"a\"]}"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(codes("rb-ada")).contains("applied"));
        await().atMost(PATIENCE)
                .until(() ->
                        given().get("/v1/status").jsonPath().getInt("readBack.'" + DESTINATION + "'.applied") == 1);

        // When: a second person claims the first one's address, which is answered with 200
        send(Deliveries.identify("rb-2", "rb-bo", "{\"email\":\"bo@rb.example\"}"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(codes("rb-bo")).contains("applied"));
        send(Deliveries.identify("rb-3", "rb-bo", "{\"email\":\"ada@rb.example\",\"score\":0.1}"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(words())
                        .contains("differs email: not as it was sent")
                        .anyMatch(
                                words -> words.startsWith("failed_attribute_change email: The identifier is already")));
        List<Map<String, String>> found = given().get("/v1/history?result=not_applied&reveal=true")
                .jsonPath()
                .getList("outcomes");
        assertThat(found).extracting(outcome -> outcome.get("delivery_id")).containsOnly("rb-3");
        assertThat(found).extracting(outcome -> outcome.get("status")).containsOnly("ACCEPTED");
    }

    private static List<String> codes(String person) {
        return given().get("/v1/history?person=" + person).jsonPath().getList("outcomes.code");
    }

    private static List<String> words() {
        return given().get("/v1/history?result=not_applied&reveal=true")
                .jsonPath()
                .getList("outcomes.words.flatten()");
    }

    private void send(DeliveryV1 delivery) {
        DeliveryV1 here = Deliveries.to(DESTINATION, delivery);
        broker.send(Topics.DELIVERIES, here.profileId(), here);
    }
}
