package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.core.Call;
import io.penstock.delivery.core.Courier;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.QueueSettings;
import io.penstock.delivery.core.RetrySchedule;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges and the ends of people, from the delivery to what the stand-in for Customer.io holds afterwards. */
class MergeAtSandboxTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 OLD = new IdentifierV1("customerio_id", "usr_1");

    private final HttpClient client = TrackDestination.newClient(Duration.ofSeconds(5));
    private final TrackEncoder encoder = new TrackEncoder(TrackLimits.documented());
    private CustomerIoSandbox sandbox;
    private Courier courier;

    @BeforeEach
    void open() throws IOException {
        sandbox = CustomerIoSandbox.builder().start();
        courier = courier();
    }

    @AfterEach
    void close() {
        sandbox.close();
        client.close();
    }

    @Test
    void makesTwoPeopleOneAfterEverythingThatWasSentBefore() throws Exception {
        ends(
                Deliveries.identify("1", "usr_1", "{\"plan\":\"free\",\"city\":\"Bonn\"}"),
                Deliveries.identify("2", "usr_8472", "{\"plan\":\"pro\"}"));
        assertThat(ends(
                        Deliveries.identify("3", "usr_8472", "{\"plan\":\"team\"}"),
                        Deliveries.merge("4", ADA, OLD),
                        Deliveries.identify("5", "usr_8472", "{\"score\":1}")))
                .containsOnly(Ending.Kind.ACCEPTED);
        assertThat(status("usr_1")).isEqualTo(404);
        assertThat(person("usr_8472").toString())
                .contains("team", "Bonn", "score")
                .doesNotContain("free");
    }

    @Test
    void isToldThatAMergeIntoNobodyWasAcceptedAlthoughNothingHappened() throws Exception {
        ends(Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"));
        assertThat(ends(Deliveries.merge("2", ADA, OLD))).containsExactly(Ending.Kind.ACCEPTED);
        assertThat(status("usr_1")).isEqualTo(200);
        assertThat(status("usr_8472")).isEqualTo(404);
    }

    @Test
    void changesNothingWhenAMergeIsRepeated() throws Exception {
        ends(
                Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                Deliveries.identify("2", "usr_8472", "{\"plan\":\"pro\"}"));
        ends(Deliveries.merge("3", ADA, OLD));
        JsonNode once = person("usr_8472");
        assertThat(ends(Deliveries.merge("3", ADA, OLD))).containsExactly(Ending.Kind.ACCEPTED);
        assertThat(person("usr_8472")).isEqualTo(once);
        assertThat(status("usr_1")).isEqualTo(404);
    }

    @Test
    void removesAPersonAndMayCreateAnotherAfterwards() throws Exception {
        assertThat(ends(
                        Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                        Deliveries.erase("2", DeliveryV1.Kind.DELETE, OLD)))
                .containsOnly(Ending.Kind.ACCEPTED);
        assertThat(status("usr_1")).isEqualTo(404);
        ends(Deliveries.identify("3", "usr_1", "{\"plan\":\"pro\"}"));
        assertThat(person("usr_1").toString()).contains("pro").doesNotContain("Bonn");
    }

    @Test
    void removesAPersonForGood() throws Exception {
        ends(
                Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                Deliveries.erase("2", DeliveryV1.Kind.SUPPRESS, OLD),
                Deliveries.identify("3", "usr_1", "{\"plan\":\"pro\"}"));
        assertThat(status("usr_1")).isEqualTo(404);
    }

    private List<Ending.Kind> ends(DeliveryV1... deliveries) {
        List<Call> calls = List.of(deliveries).stream().map(this::call).toList();
        List<CompletableFuture<Ending>> endings = courier.carry(calls);
        return endings.stream().map(CompletableFuture::join).map(Ending::kind).toList();
    }

    private Call call(DeliveryV1 delivery) {
        return new Call(delivery.deliveryId(), delivery.profileId(), ((Encoded.Item) encoder.encode(delivery)).bytes());
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

    private int status(String person) throws IOException, InterruptedException {
        return ask(person).statusCode();
    }

    private JsonNode person(String person) throws IOException, InterruptedException {
        return Json.wire().readTree(ask(person).body());
    }

    private HttpResponse<String> ask(String person) throws IOException, InterruptedException {
        URI address = URI.create(sandbox.baseUri() + "/sandbox/people/" + person);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
