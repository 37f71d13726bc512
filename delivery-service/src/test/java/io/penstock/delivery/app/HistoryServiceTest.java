package io.penstock.delivery.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.schemas.Category;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Headers;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.Topic;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** History and dead letters over HTTP, fed by the topics of a real broker. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class HistoryServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    EmbeddedBroker broker;

    private <V> void send(Topic<V> topic, V value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new ByteArraySerializer())) {
            byte[] text = topic.valueSerde().serializer().serialize(topic.name(), value);
            producer.send(new ProducerRecord<>(topic.name(), "prf_history", text));
        }
    }

    private static OutcomeV1 outcome(String id) {
        return new OutcomeV1(
                "acme",
                id,
                DeliveryV1.Kind.IDENTIFY,
                "history-pipeline",
                1,
                "identify",
                "nowhere",
                "prf_history",
                new IdentifierV1("email", "ann@example.org"),
                null,
                null,
                OutcomeV1.Status.ACCEPTED,
                "ok",
                Category.NONE,
                List.of(),
                1,
                0,
                NOW,
                NOW,
                NOW,
                null,
                null,
                null);
    }

    private static JsonPath get(String path) {
        return given().get(path).then().statusCode(200).extract().jsonPath();
    }

    @Test
    void findsAnOutcomeAndShowsTheAddressOnlyOnRequest() {
        long cursor = get("/v1/history/arrivals").getLong("cursor");
        send(Topics.OUTCOMES, outcome("history-1"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                get("/v1/history?person=email:ANN@example.org").getList("outcomes.delivery_id"))
                        .contains("history-1"));
        JsonPath masked = get("/v1/history?pipeline=history-pipeline&result=accepted&limit=1");
        assertThat(masked.getString("outcomes[0].address.value")).isEqualTo("a***");
        assertThat(get("/v1/history?person=prf_history&reveal=true").getString("outcomes[0].address.value"))
                .isEqualTo("ann@example.org");
        assertThat(get("/v1/history?person=prf_history&until=2020-01-01T00:00:00Z")
                        .getList("outcomes"))
                .isEmpty();
        assertThat(get("/v1/history/arrivals?pipeline=history-pipeline&after=" + cursor)
                        .getList("outcomes.delivery_id"))
                .contains("history-1");
        given().get("/v1/history?since=yesterday").then().statusCode(400);
    }

    @Test
    void replaysADeadLetterThroughTheTopicItCameFrom() {
        send(
                Topics.DEAD_LETTERS,
                new DeadLetterV1(
                        "history.test",
                        "bad_type",
                        Category.SOURCE_DATA,
                        "a column has another type",
                        Topics.READS.name(),
                        0,
                        123_456,
                        "history-key",
                        "{\"email\":\"ann@example.org\"}",
                        "json",
                        "history-pipeline",
                        7,
                        NOW));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get("/v1/dead-letters").getList("causes.stage"))
                        .contains("history.test"));
        String id = get("/v1/dead-letters").getString("causes.find { it.stage == 'history.test' }.newest");
        assertThat(get("/v1/dead-letters/" + id).getString("input")).isEqualTo("{\"email\":\"***\"}");
        given().get("/v1/dead-letters/0-999999999").then().statusCode(404);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(replay("DRY_RUN").getInt("replayed")).isEqualTo(1));
        assertThat(replay("REPLAY").getInt("replayed")).isEqualTo(1);

        ConsumerRecord<String, String> back = first(Topics.READS.name());
        assertThat(back.key()).isEqualTo("history-key");
        assertThat(back.value()).isEqualTo("{\"email\":\"ann@example.org\"}");
        assertThat(new String(back.headers().lastHeader(Headers.CONFIG_VERSION).value(), StandardCharsets.UTF_8))
                .isEqualTo("7");
        order("{\"mode\":\"REPLAY\"}").statusCode(400);
        order("{\"stage\":\"history.test\"}").statusCode(400);
        order("{\"mode\":\"REPLAY\",\"id\":\"x\"}").statusCode(400);
    }

    private static ValidatableResponse order(String body) {
        return given().contentType("application/json")
                .body(body)
                .post("/v1/dead-letters/replay")
                .then();
    }

    private static JsonPath replay(String mode) {
        return order("{\"stage\":\"history.test\",\"mode\":\"" + mode + "\"}")
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private ConsumerRecord<String, String> first(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            return await().atMost(PATIENCE)
                    .until(() -> consumer.poll(Duration.ofMillis(200)), found -> !found.isEmpty())
                    .iterator()
                    .next();
        }
    }
}
