package io.penstock.transform.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.Category;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ProfileV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Held merges against a real broker, as a person sees and decides them. */
@QuarkusTest
@TestProfile(ServiceProfile.class)
@WithTestResource(value = KafkaTestResource.class, scope = TestResourceScope.GLOBAL)
class MergesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    EmbeddedBroker broker;

    @Test
    void neverSendsTheRefusedOneAndSendsTheReleasedOne() {
        configure("decided");
        twoBecomeOne("decided", "first");
        twoBecomeOne("decided", "second");
        String refused = heldId("first");
        String released = heldId("second");
        given().when()
                .get("/v1/merges")
                .then()
                .statusCode(200)
                .body("merges.find { it.survivor == 'prf_first' }.absorbed", equalTo("prf_first_old"))
                .body("merges.find { it.survivor == 'prf_first' }.state", equalTo("held"))
                .body("merges.find { it.survivor == 'prf_first' }.primary.value", equalTo("u***"))
                .body("merges.find { it.survivor == 'prf_first' }.secondary.type", equalTo("email"))
                .body("merges.find { it.survivor == 'prf_first' }.secondary.value", equalTo("f***"))
                .body("elsewhere", equalTo(List.of()));
        given().queryParam("reveal", true)
                .when()
                .get("/v1/merges/" + refused)
                .then()
                .statusCode(200)
                .body("merges[0].primary.value", equalTo("usr_first"))
                .body("merges[0].secondary.value", equalTo("first@old.example"));

        given().when().post("/v1/merges/" + refused + "/refuse").then().statusCode(202);
        given().when().post("/v1/merges/" + released + "/release").then().statusCode(202);

        assertThat(calls("decided", DeliveryV1.Kind.MERGE)).singleElement().satisfies(merge -> {
            assertThat(merge.address().value()).isEqualTo("usr_second");
            assertThat(merge.secondary().value()).isEqualTo("second@old.example");
        });
        await().atMost(PATIENCE).until(() -> state("first").equals("refused"));
        assertThat(state("second")).isEqualTo("sent");
        given().when().post("/v1/merges/" + refused + "/refuse").then().statusCode(202);
        given().when().post("/v1/merges/" + refused + "/release").then().statusCode(409);
        given().when().post("/v1/merges/" + released + "/refuse").then().statusCode(409);
        given().when()
                .post("/v1/merges/prf_first~01HZY3N1A00000000000000EV1/refuse")
                .then()
                .statusCode(404);
        given().when().post("/v1/merges/nonsense/refuse").then().statusCode(404);
    }

    @Test
    void sendsAskersForAnAliasToItsSurvivorAndDeletesWhoIsErased() {
        configure("erased");
        twoBecomeOne("erased", "third");
        heldId("third");
        given().redirects()
                .follow(false)
                .when()
                .get("/v1/merges?profile=prf_third_old")
                .then()
                .statusCode(307)
                .header("Location", org.hamcrest.Matchers.endsWith("/v1/merges?profile=prf_third"));
        try (var producer =
                new KafkaProducer<>(broker.clientSettings(), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.PROFILES.name(), "prf_third", null));
        }
        broker.readUntil(
                Topics.DELIVERIES,
                all -> of("erased", DeliveryV1.Kind.DELETE, all).size() >= 2,
                PATIENCE);
        assertThat(calls("erased", DeliveryV1.Kind.DELETE))
                .extracting(delivery -> delivery.address().value())
                .containsExactlyInAnyOrder("usr_third", "third@old.example");
        given().when().get("/v1/merges?profile=prf_third").then().body("merges", equalTo(List.of()));
    }

    private String heldId(String person) {
        await().atMost(PATIENCE).until(() -> state(person).equals("held") && primary(person) != null);
        return given().when().get("/v1/merges?profile=prf_" + person).path("merges[0].id");
    }

    private static String state(String person) {
        String state = given().when().get("/v1/merges?profile=prf_" + person).path("merges[0].state");
        return state == null ? "" : state;
    }

    private static String primary(String person) {
        return given().when().get("/v1/merges?profile=prf_" + person).path("merges[0].primary.value");
    }

    /** A person who is known by an id, and another one known by a mail address who turns out to be the same. */
    private void twoBecomeOne(String name, String person) {
        IdentifierV1 id = new IdentifierV1("customerio_id", "usr_" + person);
        IdentifierV1 mail = new IdentifierV1("email", person + "@old.example");
        String survivor = "prf_" + person;
        String absorbed = survivor + "_old";
        profile(survivor, 1, null, List.of(), id);
        profile(absorbed, 1, null, List.of(), mail);
        row(name, survivor, id);
        row(name, absorbed, mail);
        broker
                .readUntil(
                        Topics.DELIVERIES,
                        all -> all.stream()
                                        .map(ConsumerRecord::value)
                                        .filter(call -> call.profileId().startsWith(survivor))
                                        .count()
                                >= 2,
                        PATIENCE)
                .stream()
                .map(ConsumerRecord::value)
                .filter(call -> call.profileId().startsWith(survivor))
                .forEach(this::accept);
        profile(absorbed, 2, survivor, List.of());
        profile(survivor, 2, null, List.of(absorbed), id, mail);
    }

    private void configure(String name) {
        config(ConfigV1.Kind.CONNECTION, name, """
            {"type": "customerio", "customerio": {"siteId": {"env": "A"}, "apiKey": {"env": "B"},
             "merges": {"policy": "hold", "hold": "P1D"}}}""");
        config(ConfigV1.Kind.PIPELINE, name, """
            {"source": {"connection": "lake", "table": "main.ml.scores", "key": ["id"], "change": {"by": "snapshot"}},
             "identity": {"given": {"customer_id": "id"}, "address": ["customerio_id", "email"]},
             "emit": [{"type": "identify", "attributes": {"score": "score"}}],
             "destination": {"connection": "%s"}}""".formatted(name));
    }

    private void config(ConfigV1.Kind kind, String name, String spec) {
        ConfigV1 config = new ConfigV1("main", kind, name, 1, json(spec), null, "h", "local", START);
        broker.send(Topics.CONFIG, config.key(), config);
    }

    private void row(String pipeline, String profile, IdentifierV1 identifier) {
        RecordV1 record = new RecordV1(
                "main",
                pipeline,
                1,
                pipeline + "/" + profile,
                profile,
                "v",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 1, 1, null),
                START,
                List.of(identifier),
                json("{\"score\":0.1}"));
        broker.send(Topics.RESOLVED, profile, new ResolvedV1(profile, List.of(identifier), 1, record, List.of()));
    }

    private void profile(
            String id, long version, String mergedInto, List<String> mergedFrom, IdentifierV1... identifiers) {
        broker.send(
                Topics.PROFILES,
                id,
                new ProfileV1(
                        "main",
                        id,
                        mergedInto == null ? ProfileV1.Status.ACTIVE : ProfileV1.Status.MERGED,
                        version,
                        version,
                        START,
                        START,
                        List.of(identifiers).stream()
                                .map(known ->
                                        new ProfileV1.Known(known.type(), known.value(), null, START, START, "crm"))
                                .toList(),
                        Map.of(),
                        null,
                        null,
                        mergedFrom,
                        mergedInto,
                        null));
    }

    private void accept(DeliveryV1 call) {
        broker.send(
                Topics.OUTCOMES,
                call.profileId(),
                OutcomeV1.of(call, OutcomeV1.Status.ACCEPTED, "ok", Category.NONE, List.of(), 1, 0, START, START));
    }

    private List<DeliveryV1> calls(String destination, DeliveryV1.Kind kind) {
        broker.readUntil(Topics.DELIVERIES, all -> !of(destination, kind, all).isEmpty(), PATIENCE);
        return of(destination, kind, broker.read(Topics.DELIVERIES));
    }

    private static List<DeliveryV1> of(
            String destination, DeliveryV1.Kind kind, List<ConsumerRecord<String, DeliveryV1>> records) {
        return records.stream()
                .map(ConsumerRecord::value)
                .filter(call -> call.destination().equals(destination) && call.kind() == kind)
                .toList();
    }

    private static ObjectNode json(String text) {
        try {
            return Json.wire().readValue(text, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
