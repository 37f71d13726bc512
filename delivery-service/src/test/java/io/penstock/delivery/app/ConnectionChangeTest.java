package io.penstock.delivery.app;

import static io.penstock.delivery.app.StubbedConnection.PATIENCE;
import static io.penstock.delivery.app.StubbedConnection.number;
import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.delivery.customerio.Deliveries;
import io.penstock.delivery.customerio.StubTrack;
import io.penstock.schemas.OutcomeV1;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A connection that comes late, changes or is wrong while the service runs, over a real broker and a stub. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class ConnectionChangeTest extends OverAStub {
    @Test
    void waitsForAConnectionThatIsNotConfiguredYet() throws IOException {
        connection.send(List.of(Deliveries.track(destination + "-0", "u", "e", "{}")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/v1/status")
                        .then()
                        .body("breakers.'" + destination + "'.reason", equalTo("unknown_connection")));
        connection.configure();
        assertThat(connection.outcomes(1).get(destination + "-0").status()).isEqualTo(OutcomeV1.Status.ACCEPTED);
    }

    @Test
    void callsThatWaitAreSaidAnewWhenTheConnectionChangesItsWire() throws IOException {
        // Given
        connection.configure();
        track.answer((exchange, seen) -> StubTrack.json(exchange, 503, "{}"));
        connection.send(IntStream.range(0, 8)
                .mapToObj(i -> Deliveries.track(destination + "-" + i, "u" + i % 2, "e", "{}"))
                .toList());
        await().atMost(PATIENCE).until(() -> !track.seen().isEmpty());

        // When
        track.answer((exchange, seen) -> StubTrack.json(exchange, seen.path().equals("/v1/batch") ? 200 : 503, "{}"));
        connection.configure(2, ",\"wire\":\"pipelines\"");

        // Then
        assertThat(connection.outcomes(8).values()).allMatch(outcome -> outcome.status() == OutcomeV1.Status.ACCEPTED);
        List<String> said = track.seen().stream()
                .filter(seen -> seen.path().equals("/v1/batch"))
                .flatMap(seen -> seen.items().stream())
                .map(call -> call.path("messageId").asText())
                .toList();
        assertThat(said).hasSize(8).doesNotHaveDuplicates();
        for (int user = 0; user < 2; user++) {
            int own = user;
            assertThat(said.stream().filter(id -> number(id) % 2 == own))
                    .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        }
        get("/v1/status").then().body("breakers.'" + destination + "'.state", equalTo("closed"));
        assertThat(connection.deadLettersNow()).isEmpty();
    }

    @Test
    void testsAConnectionWhenItIsConfiguredAndNamesTheSettingThatIsWrong() throws IOException {
        track.region("eu");
        connection.configure();
        String region = "regions.'" + destination + "'.";
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/v1/status")
                        .then()
                        .body(region + "state", equalTo("mismatch"))
                        .body(region + "setting", equalTo("spec.customerio.region"))
                        .body(region + "configured", equalTo("us"))
                        .body(region + "told", equalTo("eu")));
        assertThat(mismatch()).endsWith(" 1.0");
        connection.configure(2, ",\"region\":\"eu\"");
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/v1/status").then().body(region + "state", equalTo("confirmed")));
        assertThat(mismatch()).endsWith(" 0.0");
    }

    private String mismatch() {
        return get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("penstock_delivery_region_mismatch") && line.contains(destination))
                .findFirst()
                .orElse("");
    }
}
