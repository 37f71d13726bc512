package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Urgency;
import io.penstock.delivery.core.Way;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireDestinationTest {
    private static final Answer.Body NO_ERRORS = new Answer.Body.Read(List.of());
    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private Optional<ConnectionSpec.CustomerIo> connection = Optional.empty();
    private StubTrack stub;

    @BeforeEach
    void open() throws IOException {
        stub = new StubTrack();
    }

    @AfterEach
    void close() {
        stub.close();
        client.close();
    }

    @Test
    void sendsABatchWithTheWriteKey() {
        choose("pipelines");
        assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
        StubTrack.Seen seen = stub.seen().getFirst();
        assertThat(seen.path()).isEqualTo("/v1/batch");
        assertThat(seen.authorization()).isEqualTo("Basic d3JpdGU6");
        assertThat(seen.items()).hasToString("[{\"a\":1}]");
    }

    @Test
    void readsARefusalAsAClientOfTheVendorReadsIt() {
        choose("pipelines");
        stub.answer((exchange, seen) ->
                StubTrack.json(exchange, 400, "{\"code\":\"invalid_request\",\"message\":\"userId is required\"}"));
        assertThat(send(Ways.PIPELINES))
                .isEqualTo(new Answer.Replied(
                        400,
                        Optional.empty(),
                        new Answer.Body.Read(
                                List.of(new Answer.ItemError(-1, "invalid_request", "", "userId is required")))));
        stub.answer((exchange, seen) -> StubTrack.json(exchange, 200, "{\"message\":\"thank you\"}"));
        assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
    }

    @Test
    void followsARedirectWithKeyAndModeAndBody() throws IOException {
        choose("pipelines");
        try (StubTrack other = new StubTrack()) {
            stub.answer((exchange, seen) -> {
                exchange.getResponseHeaders().set("Location", other.url() + "/v1/batch");
                exchange.sendResponseHeaders(307, -1);
            });
            assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
            assertThat(other.seen()).singleElement().satisfies(seen -> {
                assertThat(seen.authorization()).isEqualTo("Basic d3JpdGU6");
                assertThat(seen.items()).hasToString("[{\"a\":1}]");
            });
        }
    }

    @Test
    void sendsNoCallThatWasSaidForTheOtherWire() {
        choose("pipelines");
        assertThat(send(Ways.TRACK)).isEqualTo(new Answer.NotSent("wire_changed"));
        assertThat(send(Ways.TRACK_EVENT)).isEqualTo(new Answer.NotSent("wire_changed"));
        choose("track");
        assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.NotSent("wire_changed"));
        assertThat(stub.seen()).isEmpty();
    }

    @Test
    void sendsNothingWithoutAConnectionOrItsSecret() {
        assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.NotSent("unknown_connection"));
        connection = Optional.of(spec("{\"wire\":\"pipelines\",\"writeKey\":{\"env\":\"NOBODY\"}}"));
        assertThat(send(Ways.PIPELINES)).isEqualTo(new Answer.NotSent("no_credentials"));
        connection = Optional.of(spec("{\"wire\":\"track\"}"));
        assertThat(send(Ways.TRACK)).isEqualTo(new Answer.NotSent("no_credentials"));
        assertThat(stub.seen()).isEmpty();
    }

    private void choose(String wire) {
        connection = Optional.of(spec("""
                {"wire":"%s","trackUrl":"%2$s","pipelinesUrl":"%2$s",
                 "siteId":{"env":"SITE"},"apiKey":{"env":"KEY"},"writeKey":{"env":"WRITE"}}
                """.formatted(wire, stub.url())));
    }

    private static ConnectionSpec.CustomerIo spec(String json) {
        return Json.config().convertValue(Deliveries.json(json), ConnectionSpec.CustomerIo.class);
    }

    private Answer send(Way way) {
        WireDestination destination = WireDestination.of(
                client,
                () -> connection,
                Map.of("SITE", "site", "KEY", "key", "WRITE", "write")::get,
                Duration.ofSeconds(5),
                InstantSource.system());
        return destination
                .send(List.of(new Call("id", "person", "{\"a\":1}".getBytes(), Urgency.LIVE, way)))
                .toCompletableFuture()
                .join();
    }
}
