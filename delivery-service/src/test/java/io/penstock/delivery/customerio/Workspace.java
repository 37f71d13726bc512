package io.penstock.delivery.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.customerio.sandbox.SandboxBuilder;
import io.penstock.delivery.core.BreakerState;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Caller;
import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Destination;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.QueueSettings;
import io.penstock.delivery.core.Region;
import io.penstock.delivery.core.RetrySchedule;
import io.penstock.delivery.core.Urgency;
import io.penstock.delivery.core.Way;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A workspace of the stand-in for Customer.io, and a courier that brings deliveries there as the service would. */
final class Workspace implements AutoCloseable {
    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private final CustomerIoSandbox sandbox;
    private final AtomicReference<ConnectionSpec.CustomerIo> connection = new AtomicReference<>();
    private final RegionCheck check;
    private final WireEncoder encoder;
    private final Courier courier;
    private final Caller caller;

    /** One without settings of the connection. */
    Workspace() throws IOException {
        this(CustomerIoSandbox.builder(), "{}");
    }

    /** @param settings of the connection, besides addresses and secrets */
    Workspace(SandboxBuilder builder, String settings) throws IOException {
        sandbox = builder.start();
        configure(settings);
        check = new RegionCheck(
                client,
                this::connection,
                secrets(),
                new RegionCheck.Timing(Duration.ofSeconds(10), Duration.ZERO),
                InstantSource.system(),
                region -> {});
        encoder = new WireEncoder(TrackLimits.documented(), name -> connection());
        courier = courier();
        caller = new Caller(courier);
    }

    /** Changes the connection. */
    void configure(String settings) {
        ObjectNode spec = Deliveries.json("""
                {"trackUrl":"%1$s","pipelinesUrl":"%1$s",
                 "siteId":{"env":"SITE"},"apiKey":{"env":"KEY"},"writeKey":{"env":"WRITE"}}
                """.formatted(sandbox.baseUri()));
        spec.setAll(Deliveries.json(settings));
        connection.set(Json.config().convertValue(spec, ConnectionSpec.CustomerIo.class));
    }

    private Optional<ConnectionSpec.CustomerIo> connection() {
        return Optional.of(connection.get());
    }

    private UnaryOperator<String> secrets() {
        return Map.of("SITE", sandbox.siteId(), "KEY", sandbox.apiKey(), "WRITE", sandbox.writeKey(), "WRONG", "wrong")
                ::get;
    }

    @Override
    public void close() {
        sandbox.close();
        client.close();
    }

    /** Sends them and waits for the last word on each. */
    List<Ending.Kind> ends(DeliveryV1... deliveries) {
        return carry(deliveries).stream()
                .map(CompletableFuture::join)
                .map(Ending::kind)
                .toList();
    }

    /** Sends them and waits for nothing. */
    List<CompletableFuture<Ending>> carry(DeliveryV1... deliveries) {
        return caller.carry(List.of(deliveries).stream().map(this::call).toList());
    }

    /** Sends a call as no encoder would say it, and waits for its last word. */
    Ending ends(Way way, String item) {
        Call call = new Call("raw", "raw", item.getBytes(StandardCharsets.UTF_8), Urgency.LIVE, way);
        return caller.carry(List.of(call)).getFirst().join();
    }

    private Call call(DeliveryV1 delivery) {
        Encoded.Item item = (Encoded.Item) encoder.encode(delivery);
        return new Call(delivery.deliveryId(), lane(delivery), item.bytes(), Urgency.LIVE, item.way());
    }

    private static String lane(DeliveryV1 delivery) {
        return delivery.profileId() == null ? delivery.object().id() : delivery.profileId();
    }

    private Courier courier() {
        Destination wire = WireDestination.of(
                client, this::connection, secrets(), Duration.ofSeconds(10), InstantSource.fixed(Instant.EPOCH));
        return new Courier(
                new QueueSettings(
                        Batch.limits(100, 475_000),
                        500,
                        8,
                        Duration.ofMillis(100),
                        Duration.ofDays(3),
                        RetrySchedule.standard(() -> 0.5)),
                RegionGuard.around(wire, check, this::connection),
                InstantSource.system(),
                (wait, task) -> CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(task));
    }

    /** Root of the stand-in. */
    URI url() {
        return sandbox.baseUri();
    }

    /** What the account said of its region. */
    Region region() {
        return check.known().toCompletableFuture().join();
    }

    /** Why the destination is stopped; empty if it is not. */
    Optional<String> stopped() {
        return courier.status().breaker() instanceof BreakerState.Open open
                ? Optional.of(open.reason())
                : Optional.empty();
    }

    /** Every call that arrived, oldest first. */
    JsonNode arrived() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUri() + "/sandbox/requests"))
                .build();
        return Json.wire()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("operations");
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
