package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.delivery.core.Answer;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Urgency;
import io.penstock.delivery.core.Way;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackDestinationTest {
    private static final Answer.Body NO_ERRORS = new Answer.Body.Read(List.of());
    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private StubTrack track;

    @BeforeEach
    void open() throws IOException {
        track = new StubTrack();
    }

    @AfterEach
    void close() {
        track.close();
        client.close();
    }

    @Test
    void sendsOneBatchWithBasicCredentials() {
        Answer answer = send(call("{\"a\":1}"), call("{\"b\":2}"));
        assertThat(answer).isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
        StubTrack.Seen seen = track.seen().getFirst();
        assertThat(seen.authorization()).isEqualTo("Basic c2l0ZTprZXk/Pg==");
        assertThat(seen.contentType()).startsWith("application/json");
        assertThat(seen.items()).hasToString("[{\"a\":1}, {\"b\":2}]");
    }

    @Test
    void readsTheErrorsOf207AndOf200Alike() {
        for (int status : new int[] {207, 200}) {
            track.answer((exchange, seen) -> StubTrack.json(
                    exchange,
                    status,
                    "{\"errors\":[{\"batch_index\":1,\"reason\":\"invalid\",\"field\":\"attributes.plan\","
                            + "\"message\":\"property value cannot be longer than 1000 bytes\",\"new\":{}}]}"));
            assertThat(send(call("{}"), call("{}")))
                    .isEqualTo(new Answer.Replied(
                            status,
                            Optional.empty(),
                            new Answer.Body.Read(List.of(new Answer.ItemError(
                                    1,
                                    "invalid",
                                    "attributes.plan",
                                    "property value cannot be longer than 1000 bytes",
                                    "{\"new\":{}}")))));
        }
    }

    @Test
    void readsTheOlderShapesOfErrorsToo() {
        track.answer((exchange, seen) -> StubTrack.json(exchange, 400, "{\"meta\":{\"errors\":[\"one\",\"two\"]}}"));
        assertThat(send(call("{}")))
                .isEqualTo(new Answer.Replied(
                        400,
                        Optional.empty(),
                        new Answer.Body.Read(List.of(
                                new Answer.ItemError(-1, "invalid", "", "one"),
                                new Answer.ItemError(-1, "invalid", "", "two")))));
    }

    @Test
    void calls200WithAPageOfAProxyOrWithNothingUnreadable() {
        for (String body : List.of("<html><body>Bad gateway</body></html>", "", "[1]", "{\"errors\":[{\"batch")) {
            track.answer((exchange, seen) -> StubTrack.json(exchange, 200, body));
            assertThat(send(call("{}")))
                    .isEqualTo(new Answer.Replied(200, Optional.empty(), new Answer.Body.Unreadable()));
        }
    }

    @Test
    void takesACutReplyAsNoneAndRemembersThatTheCallMayHaveArrived() {
        track.answer((exchange, seen) -> StubTrack.cut(exchange, 200, "{}"));
        assertThat(send(call("{}"))).isEqualTo(new Answer.NoReply("connection_lost", true));
    }

    @Test
    void givesUpWaitingAfterTheTimeoutEvenWhenTheBodyDrips() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        track.answer((exchange, seen) -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                end.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(send(call("{}"))).isEqualTo(new Answer.NoReply("timeout", true));
        end.countDown();
    }

    @Test
    void knowsThatARefusedConnectionCarriedNothing() {
        track.close();
        assertThat(send(call("{}"))).isEqualTo(new Answer.NoReply("unreachable", false));
    }

    @Test
    void readsRetryAfterAsSecondsAndAsADate() {
        track.answer((exchange, seen) -> {
            exchange.getResponseHeaders().set("Retry-After", "120");
            StubTrack.json(exchange, 429, "{}");
        });
        assertThat(send(call("{}"))).isEqualTo(new Answer.Replied(429, Optional.of(Duration.ofMinutes(2)), NO_ERRORS));
        track.answer((exchange, seen) -> {
            exchange.getResponseHeaders().set("Retry-After", "Sun, 15 Mar 2026 00:00:30 GMT");
            StubTrack.json(exchange, 503, "{}");
        });
        assertThat(send(call("{}"))).isEqualTo(new Answer.Replied(503, Optional.of(Duration.ofSeconds(30)), NO_ERRORS));
        track.answer((exchange, seen) -> {
            exchange.getResponseHeaders().set("Retry-After", "soon");
            StubTrack.json(exchange, 503, "{}");
        });
        assertThat(send(call("{}"))).isEqualTo(new Answer.Replied(503, Optional.empty(), NO_ERRORS));
    }

    @Test
    void followsARedirectWithEverythingAndGoesStraightToTheNewPlaceFromThenOn() throws IOException {
        try (StubTrack other = new StubTrack()) {
            redirect(other.url() + "/api/v2/batch");
            TrackDestination destination = destination(account());
            for (int i = 0; i < 2; i++) {
                assertThat(destination
                                .send(List.of(call("{\"a\":1}")))
                                .toCompletableFuture()
                                .join())
                        .isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
            }
            assertThat(track.seen()).hasSize(1);
            assertThat(other.seen()).hasSize(2).allSatisfy(seen -> {
                assertThat(seen.authorization()).isEqualTo("Basic c2l0ZTprZXk/Pg==");
                assertThat(seen.items()).hasToString("[{\"a\":1}]");
            });
        }
    }

    @Test
    void doesNotFollowARedirectToAStrangerNorInACircle() {
        redirect("https://evil.example/api/v2/batch");
        assertThat(send(call("{}"))).isEqualTo(new Answer.Replied(307, Optional.empty(), new Answer.Body.Unreadable()));
        assertThat(track.seen()).hasSize(1);
        redirect(track.url() + "/api/v2/batch");
        assertThat(send(call("{}"))).isEqualTo(new Answer.Replied(307, Optional.empty(), new Answer.Body.Unreadable()));
        assertThat(track.seen()).hasSize(1 + 3);
    }

    private void redirect(String location) {
        track.answer((exchange, seen) -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(307, -1);
        });
    }

    @Test
    void sendsAnEventOfSomebodyNotYetKnownByItselfAndReadsTheAnswersOfVersionOne() {
        assertThat(send(call("{\"name\":\"viewed\"}", Ways.TRACK_EVENT)))
                .isEqualTo(new Answer.Replied(200, Optional.empty(), NO_ERRORS));
        StubTrack.Seen seen = track.seen().getFirst();
        assertThat(seen.path()).isEqualTo("/api/v1/events");
        assertThat(seen.authorization()).isEqualTo("Basic c2l0ZTprZXk/Pg==");
        assertThat(seen.items()).hasToString("[{\"name\":\"viewed\"}]");
        track.answer((exchange, request) ->
                StubTrack.json(exchange, 400, "{\"meta\":{\"error\":\"event name must not be blank\"}}"));
        assertThat(send(call("{}", Ways.TRACK_EVENT)))
                .isEqualTo(new Answer.Replied(
                        400,
                        Optional.empty(),
                        new Answer.Body.Read(
                                List.of(new Answer.ItemError(-1, "invalid", "", "event name must not be blank")))));
    }

    @Test
    void sendsNothingWithoutAConnectionOrItsSecret() {
        assertThat(destination(Optional.empty())
                        .send(List.of(call("{}")))
                        .toCompletableFuture()
                        .join())
                .isEqualTo(new Answer.NotSent("unknown_connection"));
        TrackDestination withoutSecret = new TrackDestination(
                client,
                () -> {
                    throw new IllegalStateException("environment variable X is not set");
                },
                Duration.ofSeconds(1),
                InstantSource.system());
        assertThat(withoutSecret.send(List.of(call("{}"))).toCompletableFuture().join())
                .isEqualTo(new Answer.NotSent("no_credentials"));
        assertThat(track.seen()).isEmpty();
    }

    @Test
    void countsTheEnvelopeExactly() {
        List<Call> calls = List.of(call("{\"a\":1}"), call("{\"b\":22}"));
        var limits = Batch.limits(10, 1000);
        assertThat(Batch.body(calls)).hasSize(limits.envelope() + 7 + limits.separator() + 8);
    }

    private Answer send(Call... calls) {
        return destination(account()).send(List.of(calls)).toCompletableFuture().join();
    }

    private Optional<TrackAccount> account() {
        return Optional.of(new TrackAccount(track.url().toString(), "Basic c2l0ZTprZXk/Pg=="));
    }

    private TrackDestination destination(Optional<TrackAccount> account) {
        return new TrackDestination(
                client,
                () -> account,
                Duration.ofSeconds(2),
                InstantSource.fixed(Instant.parse("2026-03-15T00:00:00Z")));
    }

    private static Call call(String json) {
        return call(json, Ways.TRACK);
    }

    private static Call call(String json, Way way) {
        return new Call("id", "person", json.getBytes(StandardCharsets.UTF_8), Urgency.LIVE, way);
    }
}
