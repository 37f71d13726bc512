package io.penstock.ingest.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.penstock.ingest.run.TestConfigs;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The wired service: ready, told by the config topic, asked over HTTP. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class IngestServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SPEC = """
            {"source":{"connection":"nowhere","table":"main.ml.scores","key":["id"],"change":{"by":"row-version"}},
             "identity":{"given":{"customer_id":"id"},"address":["customer_id"]},"emit":[]}""";

    EmbeddedBroker broker;

    @Test
    void followsTheConfigTopicAndTellsOverHttpWhatEachPipelineDoes() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP")));

        ConfigV1 pipeline = TestConfigs.config(ConfigV1.Kind.PIPELINE, "scores", 4, SPEC);
        broker.send(Topics.CONFIG, pipeline.key(), pipeline);

        await().atMost(PATIENCE)
                .untilAsserted(() -> given().get("/v1/pipelines")
                        .then()
                        .statusCode(200)
                        .body("[0].name", equalTo("scores"))
                        .body("[0].configVersion", equalTo(4))
                        .body("[0].mode", equalTo("row-version"))
                        .body("[0].state", equalTo("failed"))
                        .body("[0].detail", equalTo("connection nowhere is not known")));
        given().post("/v1/pipelines/scores/run").then().statusCode(202);
        given().post("/v1/pipelines/unknown/run").then().statusCode(404);
        given().get("/q/metrics").then().body(containsString("penstock_ingest_runs"));
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void aReadThatIsNoReadBecomesADeadLetterAndStopsNothing() {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(Topics.READS.name(), "scores|x", "no json"));
        }

        var letters = broker.readUntil(Topics.DEAD_LETTERS, found -> !found.isEmpty(), PATIENCE);

        assertThat(letters.getFirst().value().code()).isEqualTo("unreadable");
        assertThat(letters.getFirst().value().input())
                .isEqualTo(java.util.Base64.getEncoder().encodeToString("no json".getBytes(StandardCharsets.UTF_8)));
        given().get("/v1/filter").then().statusCode(200).body("duplicate", equalTo(0));
    }
}
