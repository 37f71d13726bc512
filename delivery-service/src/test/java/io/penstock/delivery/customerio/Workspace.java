package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.QueueSettings;
import io.penstock.delivery.core.RetrySchedule;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A workspace of the stand-in for Customer.io, and a courier that brings deliveries there. */
final class Workspace implements AutoCloseable {
    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private final TrackEncoder encoder = new TrackEncoder(TrackLimits.documented());
    private final CustomerIoSandbox sandbox;
    private final Courier courier;

    Workspace() throws IOException {
        sandbox = CustomerIoSandbox.builder().start();
        courier = courier();
    }

    @Override
    public void close() {
        sandbox.close();
        client.close();
    }

    /** Sends them and waits for the last word on each. */
    List<Ending.Kind> ends(DeliveryV1... deliveries) {
        List<Call> calls = List.of(deliveries).stream().map(this::call).toList();
        List<CompletableFuture<Ending>> endings = courier.carry(calls);
        return endings.stream().map(CompletableFuture::join).map(Ending::kind).toList();
    }

    private Call call(DeliveryV1 delivery) {
        return new Call(delivery.deliveryId(), lane(delivery), ((Encoded.Item) encoder.encode(delivery)).bytes());
    }

    private static String lane(DeliveryV1 delivery) {
        return delivery.profileId() == null ? delivery.object().id() : delivery.profileId();
    }

    private Courier courier() {
        ConnectionSpec.CustomerIo spec = new ConnectionSpec.CustomerIo(
                "us",
                sandbox.baseUri(),
                null,
                new SecretRef("SITE", null),
                new SecretRef("KEY", null),
                null,
                null,
                null);
        TrackAccount account = TrackAccount.of(spec, Map.of("SITE", sandbox.siteId(), "KEY", sandbox.apiKey())::get);
        return new Courier(
                new QueueSettings(
                        TrackDestination.limits(100, 475_000),
                        500,
                        8,
                        Duration.ofSeconds(30),
                        Duration.ofDays(3),
                        RetrySchedule.standard(() -> 0.5)),
                new TrackDestination(
                        client, () -> Optional.of(account), Duration.ofSeconds(10), InstantSource.fixed(Instant.EPOCH)),
                InstantSource.system(),
                (wait, task) -> CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(task));
    }

    int status(String person) throws IOException, InterruptedException {
        return ask(person).statusCode();
    }

    /** Everything the stand-in knows of a person. */
    JsonNode person(String person) throws IOException, InterruptedException {
        return Json.wire().readTree(ask(person).body());
    }

    /** What the App API says; {@code path} without its leading {@code /v1/}. */
    JsonNode app(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUri() + "/v1/" + path))
                .header("Authorization", "Bearer " + sandbox.appKey())
                .build();
        return Json.wire()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private HttpResponse<String> ask(String person) throws IOException, InterruptedException {
        URI address = URI.create(sandbox.baseUri() + "/sandbox/people/" + person);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
