package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Http;
import io.penstock.local.story.Screen;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the records of two people who turn out to be one to one person at the Customer.io stand-in. */
class MergeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
    private static final IdentifierV1 ID = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 MAIL = new IdentifierV1("email", "ada@old.example");

    private House house;
    private Stack stack;
    private Http customerIo;
    private Http transform;
    private int rows;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Installation installation = Installation.fromSystemProperty();
        house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        stack = Stack.open(house.data());
        start("kafka-broker", "customerio-sandbox");
        start("control-service", "identity-service", "transform-service", "delivery-service");
        customerIo = new Http(Ports.url(house.ports().customerio()));
        transform = new Http(Ports.url(house.ports().transform()));
    }

    @AfterEach
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void becomesOnePersonThereOnceTheHeldMergeIsReleased() throws Exception {
        apply();
        row("{\"score\":0.5}", ID);
        row("{\"score\":0.1,\"city\":\"Bonn\"}", MAIL);
        until("both exist", () -> people() == 2 && summary("pending") == 0);

        row("{\"score\":0.7}", ID, MAIL);
        until("a merge is held", () -> merges().size() == 1);
        until("the survivor has the newest score", () -> score().equals("0.7"));
        stack.killAndRestart("transform-service");
        until("it is still held", () -> merges().size() == 1);
        assertThat(merges().get(0).path("state").asText()).isEqualTo("held");
        assertThat(people()).isEqualTo(2);

        String id = merges().get(0).path("id").asText();
        assertThat(transform
                        .tryPost("/v1/merges/" + id + "/release", JsonNodeFactory.instance.objectNode())
                        .status())
                .isEqualTo(202);
        until("they are one", () -> people() == 1);
        assertThat(person().path("attributes").path("city").asText()).isEqualTo("Bonn");
        row("{\"score\":0.9}", MAIL);
        until("what comes for the absorbed one goes to the survivor", () -> score().equals("0.9"));
        assertThat(people()).isEqualTo(1);
    }

    private void start(String... names) throws InterruptedException {
        Screen screen = new Screen(System.out, false);
        stack.start(
                List.of(names).stream()
                        .map(house::program)
                        .map(program -> program.with(Map.of(
                                "TRANSFORM_CLASSIFY_MERGE_SETTLE", "1s", "TRANSFORM_CLASSIFY_DEADLINES_EVERY", "1s")))
                        .toList(),
                (name, needed) -> Runs.showReady(screen, name, needed));
    }

    private void apply() throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "test");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: merges }
                spec: { workspace: merges }
                """);
        files.put("identity.yaml", """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: merges }
                spec:
                  types:
                    customerio_id: { class: strong, limit: 1 }
                    email: { class: strong, limit: 5, normalise: email }
                """);
        files.put("connections/databricks.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: databricks }
                spec: { type: databricks, databricks: { host: 127.0.0.1, tls: false, httpPath: /sql/1.0/warehouses/local, token: { env: DATABRICKS_TOKEN } } }
                """);
        files.put("connections/customerio.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: customerio }
                spec:
                  type: customerio
                  customerio:
                    trackUrl: %s
                    siteId: { env: CUSTOMERIO_SITE_ID }
                    apiKey: { env: CUSTOMERIO_API_KEY }
                    merges: { policy: hold, hold: PT1H }
                """.formatted(
                        Ports.url(house.ports().customerio())));
        files.put("pipelines/scores/pipeline.yaml", """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: scores }
                spec:
                  source:
                    connection: databricks
                    table: main.ml.scores
                    key: [id]
                    change: { by: snapshot }
                  identity:
                    given: { customerio_id: customerio_id, email: email }
                    address: [customerio_id, email]
                  emit:
                    - type: identify
                      attributes: { score: score, city: city }
                  destination: { connection: customerio }
                """);
        new Http(Ports.url(house.ports().control())).post("/v1/project", body);
    }

    private void row(String columns, IdentifierV1... identifiers) throws Exception {
        int number = ++rows;
        RecordV1 record = new RecordV1(
                "merges",
                "scores",
                1,
                "scores|" + number,
                "row-" + number,
                "v1",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 1, 1, null),
                START.plusSeconds(number),
                List.of(identifiers),
                (ObjectNode) Json.wire().readTree(columns));
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", (Object) house.ports().bootstrap()),
                new StringSerializer(),
                Topics.RECORDS.valueSerde().serializer())) {
            producer.send(new ProducerRecord<>(Topics.RECORDS.name(), record.partitionKey(), record))
                    .get();
        }
    }

    private JsonNode merges() throws InterruptedException {
        Http.Answer answer = transform.tryGet("/v1/merges");
        return answer.status() == 200 ? answer.body().path("merges") : JsonNodeFactory.instance.arrayNode();
    }

    private int people() throws InterruptedException {
        return customerIo.get("/sandbox/people").path("people").asInt();
    }

    private int summary(String verdict) throws InterruptedException {
        return customerIo
                .post("/sandbox/settle", JsonNodeFactory.instance.objectNode())
                .path(verdict)
                .asInt();
    }

    private JsonNode person() throws InterruptedException {
        return customerIo.get("/sandbox/people/" + ID.value());
    }

    private String score() throws InterruptedException {
        return person().path("attributes").path("score").asText();
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).ignoreExceptions().until(condition);
    }
}
