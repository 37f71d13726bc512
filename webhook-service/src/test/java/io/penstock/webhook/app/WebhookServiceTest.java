package io.penstock.webhook.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.penstock.webhook.core.Merge;
import io.penstock.webhook.core.Signature;
import io.penstock.webhook.lakehouse.Samples;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service over a real broker, with the lakehouse in memory. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class WebhookServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "whsec_one";
    private static long versions;

    EmbeddedBroker broker;

    @Inject
    FakeLakehouse lakehouse;

    @TempDir
    Path secrets;

    private Path secret;

    @BeforeEach
    void configure() throws IOException {
        secret = Files.writeString(secrets.resolve("key"), KEY);
        config(ConfigV1.Kind.CONNECTION, "cio", """
                {"type":"customerio","customerio":{"siteId":{"env":"A"},"apiKey":{"env":"B"},
                 "webhookKeys":[{"file":"%s"}]}}""".formatted(secret));
        config(ConfigV1.Kind.PROJECT, "telco", """
                {"workspace":"acme","engagement":{"connection":"dbx","schema":"main.engagement","webhooks":"cio",
                 "maxRows":1000,"maxAge":"PT1S"},
                 "events":{"web":{"writeKeys":[{"file":"%s"}]}}}""".formatted(
                        Files.writeString(secrets.resolve("write-key"), "wk_test")));
        await().atMost(PATIENCE).until(() -> post(KEY, "{\"event_id\":\"warm\"}") == 200);
    }

    @Test
    void isReadyAndReadsTheTopicsOfTheContract() {
        get("/q/health/ready").then().statusCode(200);
        assertThat(ConfigProvider.getConfig().getValue("mp.messaging.incoming.engagement.topic", String.class))
                .isEqualTo(Topics.ENGAGEMENT.name());
        assertThat(ConfigProvider.getConfig().getValue("mp.messaging.incoming.outcomes.topic", String.class))
                .isEqualTo(Topics.OUTCOMES.name());
    }

    @Test
    void keepsAWebhookOnTheTopicAndLandsItOnceHoweverOftenItComes() {
        String body =
                "{\"data\":{\"delivery_id\":\"d\",\"identifiers\":{\"cio_id\":\"a3\",\"email\":null,\"id\":\"u\"},"
                        + "\"trigger_event_id\":\"01T\",\"machine\":false,\"subject\":\"Upgrade → Pro\"},"
                        + "\"event_id\":\"once\",\"metric\":\"clicked\",\"object_type\":\"email\",\"timestamp\":1773532800}";
        assertThat(post(KEY, body)).isEqualTo(200);
        assertThat(post(KEY, body)).isEqualTo(200);
        assertThat(postTo("/webhooks/customerio/some-endpoint", KEY, body)).isEqualTo(200);
        var records = broker.readUntil(
                Topics.ENGAGEMENT,
                all -> all.stream()
                                .filter(r -> r.value().eventId().equals("once"))
                                .count()
                        == 3,
                PATIENCE);
        assertThat(records.stream().filter(r -> r.value().eventId().equals("once")))
                .allSatisfy(r -> assertThat(r.key()).isEqualTo("a3"))
                .allSatisfy(r -> assertThat(r.value().body()).isEqualTo(body));
        await().atMost(PATIENCE).until(() -> lakehouse.events.ids().contains("once"));
    }

    @Test
    void refusesWithTheSameWordsWhateverIsMissing() {
        String body = "{\"event_id\":\"forged\"}";
        String wrong = given().header("X-CIO-Timestamp", now())
                .header("X-CIO-Signature", "00".repeat(32))
                .body(body)
                .post("/webhooks/customerio")
                .then()
                .statusCode(401)
                .extract()
                .asString();
        String missing = given().body(body)
                .post("/webhooks/customerio")
                .then()
                .statusCode(401)
                .extract()
                .asString();
        assertThat(wrong).isEqualTo(missing);
        assertThat(post("another key", body)).isEqualTo(401);
        assertThat(broker.read(Topics.ENGAGEMENT))
                .noneMatch(r -> r.value().eventId().equals("forged"));
        get("/v1/status").then().body("refused", greaterThanOrEqualTo(3));
    }

    @Test
    void quarantinesWhatIsAuthenticAndNoEvent() {
        assertThat(post(KEY, "[\"odd one\"]")).isEqualTo(200);
        var letters = broker.readUntil(
                Topics.DEAD_LETTERS,
                all -> all.stream().anyMatch(r -> r.value().input().contains("odd one")),
                PATIENCE);
        assertThat(letters.stream()
                        .map(ConsumerRecord::value)
                        .filter(l -> l.input().contains("odd one")))
                .allSatisfy(letter -> assertThat(letter.code()).isEqualTo("not_an_object"));
    }

    @Test
    void takesAMegabyteAndNoMore() {
        String frame = "{\"event_id\":\"large\",\"data\":{\"content\":\"%s\"}}";
        assertThat(post(KEY, frame.formatted("x".repeat(1_000_000)))).isEqualTo(200);
        assertThat(post(KEY, frame.formatted("x".repeat(1_100_000)))).isEqualTo(413);
    }

    @Test
    void seesARotatedKeyWithoutARestart() throws IOException {
        Files.writeString(secret, "whsec_two");
        assertThat(post("whsec_two", "{\"event_id\":\"rotated\"}")).isEqualTo(200);
        assertThat(post(KEY, "{\"event_id\":\"old key\"}")).isEqualTo(401);
    }

    @Test
    void landsOutcomesAndSurvivesAnOutageAndABadRow() {
        // Given
        lakehouse.deliveries.answer(new Merge.NotNow("lakehouse_unavailable"));
        lakehouse.deliveries.poison("bad");

        // When
        for (String id : new String[] {"d1", "bad", "d2"}) {
            broker.send(Topics.OUTCOMES, "prf", Samples.outcome(id, OutcomeV1.Status.ACCEPTED, Instant.now()));
        }

        // Then
        await().atMost(PATIENCE).until(() -> lakehouse.deliveries.ids().size() == 2);
        var letters = broker.readUntil(
                Topics.DEAD_LETTERS,
                all -> all.stream().anyMatch(r -> r.value().code().equals("not_storable")),
                PATIENCE);
        assertThat(letters.stream()
                        .map(ConsumerRecord::value)
                        .filter(l -> l.code().equals("not_storable")))
                .singleElement()
                .satisfies(letter -> assertThat(letter.input()).contains("\"delivery_id\":\"bad\""));
        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/v1/status")
                        .then()
                        .body("tables.deliveries.landed", equalTo(2))
                        .body("tables.deliveries.state", equalTo("ok"))
                        .body("tables.deliveries.lagSeconds", equalTo(0))
                        .body("tables.deliveries.lastCommit", notNullValue())
                        .body("spooled", equalTo(0)));
    }

    private int post(String key, String body) {
        return postTo("/webhooks/customerio", key, body);
    }

    private static int postTo(String path, String key, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String time = now();
        return given().header("X-CIO-Timestamp", time)
                .header("X-CIO-Signature", Signature.of(key, time, bytes))
                .contentType("application/json")
                .body(bytes)
                .post(path)
                .statusCode();
    }

    private static String now() {
        return Long.toString(Instant.now().getEpochSecond());
    }

    private void config(ConfigV1.Kind kind, String name, String spec) throws JsonProcessingException {
        ConfigV1 config = new ConfigV1(
                "acme",
                kind,
                name,
                ++versions,
                (ObjectNode) Json.wire().readTree(spec),
                null,
                "h",
                "test",
                Instant.now());
        broker.send(Topics.CONFIG, config.key(), config);
    }

    @Test
    void collectsEachMessageOnceForThePipelineThatReadsTheEndpoint() throws IOException {
        pipeline();
        String body = "{\"batch\":[{\"type\":\"track\",\"event\":\"Trial Started\",\"userId\":\"u1\","
                + "\"anonymousId\":\"a1\",\"messageId\":\"m1\",\"timestamp\":\"2026-03-15T00:00:00.5Z\","
                + "\"properties\":{\"plan\":\"pro\"},\"context\":{\"traits\":{\"email\":\"ada@example.com\"}}}]}";
        await().atMost(PATIENCE).until(() -> collect("batch", "wk_test", gzip(body)) == 200);
        assertThat(collect("batch", "wk_test", gzip(body))).isEqualTo(200);
        assertThat(collect("batch", "wrong", gzip(body))).isEqualTo(401);
        assertThat(collect("track", "wk_test", gzip("{\"userId\":\"u1\"}"))).isEqualTo(400);
        assertThat(collect("track", "wk_test", gzip("{\"x\":\"" + "x".repeat(40_000) + "\"}")))
                .isEqualTo(413);
        assertThat(collect("batch", "wk_test", gzip("{\"x\":\"" + "x".repeat(600_000) + "\"}")))
                .isEqualTo(413);
        given().options("/v1/track").then().statusCode(204).header("Access-Control-Allow-Origin", "*");
        var records = broker.readUntil(Topics.RECORDS, all -> has(all, "m1") > 0, PATIENCE);
        assertThat(has(records, "m1")).isEqualTo(1);
        assertThat(records.stream()
                        .map(ConsumerRecord::value)
                        .filter(r -> r.rowKey().equals("m1")))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.pipeline()).isEqualTo("first-party");
                    assertThat(r.identifiers())
                            .extracting(one -> one.type() + "=" + one.value())
                            .containsExactly("user_id=u1", "anonymous_id=a1", "email=ada@example.com");
                    assertThat(r.row().at("/properties/plan").textValue()).isEqualTo("pro");
                });
    }

    @Test
    void tellsIdentityOnceWhoAWebhookIsAbout() throws JsonProcessingException {
        config(ConfigV1.Kind.PIPELINE, "who", """
                {"source":{"webhooks":"cio"},"identity":{"given":{"customerio_id":"id","cio_id":"cio_id","email":"email"}}}""");
        String frame = "{\"event_id\":\"%s\",\"metric\":\"sent\",\"timestamp\":1773532800,"
                + "\"data\":{\"identifiers\":{\"id\":\"who-1\",\"cio_id\":\"%s\",\"email\":null}}}";
        await().atMost(PATIENCE).until(() -> {
            post(KEY, frame.formatted("who-" + System.nanoTime(), "c0"));
            return !told("c0").isEmpty();
        });
        assertThat(post(KEY, frame.formatted("who-a", "c1"))).isEqualTo(200);
        assertThat(post(KEY, frame.formatted("who-b", "c1"))).isEqualTo(200);
        assertThat(post(KEY, frame.formatted("who-c", "c2"))).isEqualTo(200);

        broker.readUntil(Topics.RECORDS, _ -> !told("c2").isEmpty(), PATIENCE);
        assertThat(told("c1")).singleElement().satisfies(record -> {
            assertThat(record.pipeline()).isEqualTo("who");
            assertThat(record.recordId()).isEqualTo("who|who-a");
            assertThat(record.identifiers())
                    .extracting(one -> one.type() + "=" + one.value())
                    .containsExactly("customerio_id=who-1", "cio_id=c1");
        });
    }

    private List<RecordV1> told(String cioId) {
        return broker.read(Topics.RECORDS).stream()
                .map(ConsumerRecord::value)
                .filter(record -> record.row().path("cio_id").asText().equals(cioId))
                .toList();
    }

    @Test
    void theNodeSdkOfSegmentSendsToTheCollectionApi() throws Exception {
        Path folder = Files.createDirectories(Path.of("target", "segment-sdk"));
        assumeTrue(
                run(
                                folder,
                                "npm",
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--prefix",
                                ".",
                                "@segment/analytics-node@3.1.0")
                        == 0,
                "skipped: node, npm or its registry is not there");
        pipeline();
        Files.writeString(folder.resolve("send.js"), """
                const { Analytics } = require('@segment/analytics-node');
                const analytics = new Analytics({ writeKey: 'wk_test', host: process.argv[2] });
                analytics.on('error', e => { console.error(e); process.exitCode = 1; });
                analytics.identify({ userId: 'sdk', messageId: 'sdk-1', traits: { email: 'sdk@example.com' } });
                analytics.track({ userId: 'sdk', messageId: 'sdk-2', event: 'Trial Started' });
                analytics.page({ anonymousId: 'sdk-a', messageId: 'sdk-3', name: 'Home' });
                analytics.closeAndFlush();
                """);
        assertThat(run(folder, "node", "send.js", "http://127.0.0.1:" + RestAssured.port))
                .isZero();
        var records = broker.readUntil(
                Topics.RECORDS, all -> has(all, "sdk-1") + has(all, "sdk-2") + has(all, "sdk-3") >= 3, PATIENCE);
        assertThat(records).extracting(r -> r.value().rowKey()).contains("sdk-1", "sdk-2", "sdk-3");
    }

    private static int run(Path folder, String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("output.log").toFile()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private void pipeline() throws JsonProcessingException {
        config(ConfigV1.Kind.PIPELINE, "first-party", """
                {"source":{"events":"web"},"identity":{"given":
                 {"user_id":"message.user_id","anonymous_id":"message.anonymous_id","email":"message.email"}}}""");
    }

    private static long has(List<ConsumerRecord<String, RecordV1>> records, String messageId) {
        return records.stream()
                .filter(r -> r.value().rowKey().equals(messageId))
                .count();
    }

    private static int collect(String what, String key, byte[] body) {
        return given().auth()
                .preemptive()
                .basic(key, "")
                .header("Content-Encoding", "gzip")
                .contentType("application/octet-stream")
                .body(body)
                .post("/v1/" + what)
                .statusCode();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
