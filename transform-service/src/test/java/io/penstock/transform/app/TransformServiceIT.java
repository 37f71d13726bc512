package io.penstock.transform.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.penstock.transform.script.ScriptLimits;
import io.penstock.transform.script.ScriptRejected;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptSource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Both stages against a real broker. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
@WithTestResource(value = KafkaTestResource.class, scope = TestResourceScope.GLOBAL)
class TransformServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    EmbeddedBroker broker;

    @Inject
    FakeRowTransform scripts;

    @Inject
    ScriptRuntime runtime;

    @Test
    void takesARowThroughBothStages() {
        pipeline("through", false);
        for (String score : List.of("0.61", "0.82", "0.83")) {
            broker.send(
                    Topics.RESOLVED,
                    "prf_through",
                    row("through", 1, "prf_through", score, "{\"score\":" + score + "}"));
        }
        List<DeliveryV1> deliveries = deliveries("through", 4);
        assertThat(deliveries)
                .extracting(DeliveryV1::emit)
                .containsExactly("identify", "identify", "crossed", "identify");
        assertThat(deliveries)
                .allSatisfy(delivery ->
                        assertThat(delivery.address()).isEqualTo(new IdentifierV1("customerio_id", "usr_prf_through")));
        given().when()
                .get("/v1/crossings/prf_through")
                .then()
                .statusCode(200)
                .body("profileId", equalTo("prf_through"))
                .body("crossings[0].pipeline", equalTo("through"))
                .body("crossings[0].emit", equalTo("crossed"))
                .body("crossings[0].armed", equalTo(false));
        given().when()
                .get("/v1/status")
                .then()
                .statusCode(200)
                .body("engine", matchesPattern("(V8|QuickJS)( \\d.*)?"))
                .body("shaped", greaterThanOrEqualTo(3))
                .body("deliveries", greaterThanOrEqualTo(4))
                .body("crossingsFired", greaterThanOrEqualTo(1));
        given().when().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void tellsWhatTheDestinationHasSinceWhenAndFromWhichTableVersion() {
        pipeline("ledger", false);
        broker.send(Topics.RESOLVED, "prf_ledger", row("ledger", 1, "prf_ledger", "1", "{\"score\":0.1}"));
        DeliveryV1 call = deliveries("ledger", 1).getFirst();
        given().when()
                .get("/v1/ledger/prf_ledger")
                .then()
                .statusCode(200)
                .body("destinations[0].attributes[0].state", equalTo("pending"));
        broker.send(Topics.OUTCOMES, "prf_ledger", accepted(call));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().when()
                        .get("/v1/ledger/prf_ledger")
                        .then()
                        .statusCode(200)
                        .body("profileId", equalTo("prf_ledger"))
                        .body("destinations[0].destination", equalTo("customerio"))
                        .body("destinations[0].address.value", equalTo("u***"))
                        .body("destinations[0].attributes[0].name", equalTo("score"))
                        .body("destinations[0].attributes[0].state", equalTo("acknowledged"))
                        .body("destinations[0].attributes[0].acknowledged.value", equalTo(0.1f))
                        .body("destinations[0].attributes[0].acknowledged.asOf", equalTo("2026-11-22T00:00:01Z"))
                        .body("destinations[0].attributes[0].acknowledged.at", equalTo("2026-11-22T00:00:09Z"))
                        .body("destinations[0].attributes[0].acknowledged.tableVersion", equalTo(1))
                        .body("destinations[0].attributes[0].acknowledged.deliveryId", equalTo(call.deliveryId())));
        given().when()
                .get("/v1/ledger/prf_ledger?reveal=true")
                .then()
                .body("destinations[0].address.value", equalTo("usr_prf_ledger"));
    }

    @Test
    void countsWhoWaits() {
        pipeline("waits", false);
        RecordV1 known = row("waits", 1, "prf_waits", "1", "{\"score\":0.1}").record();
        broker.send(Topics.RESOLVED, "prf_waits", new ResolvedV1("prf_waits", List.of(), 1, known, List.of()));
        await().atMost(PATIENCE)
                .untilAsserted(() -> given().when()
                        .get("/v1/waiting")
                        .then()
                        .statusCode(200)
                        .body("pipelines.waits.records", equalTo(1))
                        .body("pipelines.waits.people", equalTo(1))
                        .body("whole", equalTo(true)));
    }

    private static OutcomeV1 accepted(DeliveryV1 call) {
        return OutcomeV1.of(
                call, OutcomeV1.Status.ACCEPTED, "ok", Category.NONE, List.of(), 1, 0, START, START.plusSeconds(9));
    }

    @Test
    void putsPoisonAmongGoodRowsIntoTheDeadLettersAndKeepsTheOrder() {
        pipeline("poison", true);
        List<String> keys = IntStream.range(0, 60).mapToObj(Integer::toString).toList();
        try (var producer = producer()) {
            for (String key : keys) {
                int n = Integer.parseInt(key);
                byte[] value = n % 20 == 7
                        ? "no json".getBytes(StandardCharsets.UTF_8)
                        : bytes(row(
                                "poison",
                                1,
                                "prf_poison",
                                key,
                                n % 20 == 13 ? "{\"poison\":true}" : "{\"score\":0.1}"));
                producer.send(new ProducerRecord<>(Topics.RESOLVED.name(), "prf_poison", value));
            }
        }
        List<String> good = keys.stream()
                .filter(key -> Integer.parseInt(key) % 20 != 7 && Integer.parseInt(key) % 20 != 13)
                .toList();
        assertThat(shaped("poison", good.size())).extracting(ShapedV1::rowKey).isEqualTo(good);
        assertThat(dead("script_threw", 3)).extracting(DeadLetterV1::pipeline).containsOnly("poison");
        assertThat(dead("unreadable", 3)).extracting(DeadLetterV1::encoding).containsOnly("base64");
    }

    @Test
    void losesAndRepeatsNothingWhenBatchesFail() {
        pipeline("failing", true);
        scripts.failNext(3);
        List<String> keys = IntStream.range(0, 300).mapToObj(Integer::toString).toList();
        broker.sendAll(
                Topics.RESOLVED,
                keys.stream()
                        .map(key -> Map.entry("prf_failing", row("failing", 1, "prf_failing", key, "{\"score\":0.1}")))
                        .toList());
        assertThat(shaped("failing", keys.size())).extracting(ShapedV1::rowKey).isEqualTo(keys);
    }

    @Test
    void losesAndRepeatsNothingWhenPartitionsMoveInTheMiddleOfItsWork() {
        pipeline("moving", true);
        List<String> keys = IntStream.range(0, 1000).mapToObj(Integer::toString).toList();
        Thread sender = Thread.ofPlatform().start(() -> {
            try (var producer = producer()) {
                for (String key : keys) {
                    String profile = "prf_moving_" + Integer.parseInt(key) % 8;
                    producer.send(new ProducerRecord<>(
                            Topics.RESOLVED.name(), profile, bytes(row("moving", 1, profile, key, "{\"score\":0.1}"))));
                    producer.flush();
                }
            }
        });
        int moves = 0;
        while (sender.isAlive() || moves < 4) {
            takeAPartitionForAMoment();
            moves++;
        }
        List<ShapedV1> shaped = shaped("moving", keys.size());
        assertThat(shaped)
                .extracting(ShapedV1::rowKey)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(keys);
        for (int person = 0; person < 8; person++) {
            String profile = "prf_moving_" + person;
            assertThat(shaped.stream()
                            .filter(record -> record.profileId().equals(profile))
                            .map(record -> Integer.parseInt(record.rowKey())))
                    .isSorted();
        }
    }

    @Test
    void givesUpRecordsOfAVersionThatNeverComes() {
        broker.send(Topics.RESOLVED, "prf_unknown", row("unheard-of", 4, "prf_unknown", "1", "{}"));
        assertThat(dead("config_version_unknown", 1).getFirst().pipeline()).isEqualTo("unheard-of");
    }

    @Test
    void tellsWhatAScriptPrinted() throws ScriptRejected {
        runtime.load(ScriptSource.of(
                "printing",
                "3",
                "console.warn('limit', 7);\nexport function transform() { return {}; }",
                ScriptLimits.DEFAULT));
        given().when()
                .get("/v1/scripts/printing/log")
                .then()
                .statusCode(200)
                .body("lines[0].version", equalTo("3"))
                .body("lines[0].level", equalTo("warn"))
                .body("lines[0].place", equalTo("transform.js:1:9"))
                .body("lines[0].text", equalTo("limit 7"))
                .body("dropped", equalTo(0));
        given().when().get("/v1/scripts/nobody/log").then().statusCode(404);
    }

    /** Joins the group of the script stage as another replica would, and leaves again without having done anything. */
    private void takeAPartitionForAMoment() {
        Map<String, Object> settings = broker.clientSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, "penstock-transform-script");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var intruder = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            intruder.subscribe(List.of(Topics.RESOLVED.name()));
            await().atMost(PATIENCE).until(() -> {
                intruder.poll(Duration.ofMillis(50));
                return !intruder.assignment().isEmpty();
            });
        }
    }

    private void pipeline(String name, boolean scripted) {
        String spec = """
            {"source": {"connection": "lake", "table": "main.ml.scores", "key": ["id"], "change": {"by": "snapshot"}},
             "identity": {"given": {"customer_id": "id"}, "address": ["customerio_id"]},
             %s
             "emit": [{"type": "identify", "attributes": {"score": "score"}},
                      {"type": "track", "event": "crossed", "when": {"crosses": "score", "above": 0.65}}],
             "destination": {"connection": "customerio"}}""".formatted(scripted ? "\"transform\": {\"script\": \"transform.js\"}," : "");
        ConfigV1 config = new ConfigV1(
                "main", ConfigV1.Kind.PIPELINE, name, 1, json(spec), scripted ? "script" : null, "h", "local", START);
        broker.send(Topics.CONFIG, config.key(), config);
    }

    private static ResolvedV1 row(String pipeline, long version, String profile, String key, String columns) {
        Instant asOf = START.plusMillis(Math.round(1000 * Double.parseDouble(key)));
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("customerio_id", "usr_" + profile));
        RecordV1 record = new RecordV1(
                "main",
                pipeline,
                version,
                pipeline + "/" + key,
                key,
                "v",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 1, 1, null),
                asOf,
                identifiers,
                json(columns));
        return new ResolvedV1(profile, identifiers, 1, record, List.of());
    }

    private List<ShapedV1> shaped(String pipeline, int atLeast) {
        broker.readUntil(Topics.SHAPED, all -> of(pipeline, all).size() >= atLeast, PATIENCE);
        return of(pipeline, broker.read(Topics.SHAPED));
    }

    private static List<ShapedV1> of(String pipeline, List<ConsumerRecord<String, ShapedV1>> records) {
        return records.stream()
                .map(ConsumerRecord::value)
                .filter(record -> record.pipeline().equals(pipeline))
                .toList();
    }

    private List<DeliveryV1> deliveries(String pipeline, int atLeast) {
        return broker
                .readUntil(
                        Topics.DELIVERIES,
                        all -> all.stream()
                                        .filter(record ->
                                                record.value().pipeline().equals(pipeline))
                                        .count()
                                >= atLeast,
                        PATIENCE)
                .stream()
                .map(ConsumerRecord::value)
                .filter(record -> record.pipeline().equals(pipeline))
                .toList();
    }

    private List<DeadLetterV1> dead(String code, int atLeast) {
        List<DeadLetterV1> found = new ArrayList<>();
        broker.readUntil(
                Topics.DEAD_LETTERS,
                all -> {
                    found.clear();
                    all.stream()
                            .map(ConsumerRecord::value)
                            .filter(letter -> letter.code().equals(code))
                            .forEach(found::add);
                    return found.size() >= atLeast;
                },
                PATIENCE);
        assertThat(found).hasSize(atLeast);
        return found;
    }

    private KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(broker.clientSettings(), new StringSerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(ResolvedV1 resolved) {
        return Topics.RESOLVED.valueSerde().serializer().serialize(Topics.RESOLVED.name(), resolved);
    }

    private static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
