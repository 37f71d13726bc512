package io.penstock.identity.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.Rows;
import io.penstock.identity.streams.StreamsSettings;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class ProfileLookupIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Set by the test resource. */
    EmbeddedBroker broker;

    @Inject
    IdentitySettings settings;

    @Inject
    StreamsSettings streams;

    @BeforeEach
    void awaitReady() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void findsAProfileByAnyOfItsIdentifiersAndFollowsMerges() {
        send("lookup-1", "{'plan': 'pro'}", "customer_id:lookup");
        send("lookup-2", "{'city': 'Graz'}", "email:Lookup@X.example");
        send("lookup-3", "{}", "customer_id:lookup", "email:Lookup@X.example");
        // What the absorbed profile carried follows in a topic of its own.
        await().atMost(PATIENCE).until(() -> {
            JsonPath profile = given().get("/v1/identifiers/email/lookup@x.example?workspace=acme")
                    .jsonPath();
            return profile.getList("merged_from") instanceof List<?> merged
                    && !merged.isEmpty()
                    && "Graz".equals(profile.getString("traits.city"));
        });

        String absorbed = given().get("/v1/identifiers/email/LOOKUP@x.example?workspace=acme")
                .then()
                .statusCode(200)
                .body("status", equalTo("ACTIVE"))
                .body("traits.plan", equalTo("pro"))
                .body("traits.city", equalTo("Graz"))
                .body("primary.customer_id", equalTo("lookup"))
                .extract()
                .path("merged_from[0]");
        String survivor = given().get("/v1/profiles/" + absorbed)
                .then()
                .statusCode(200)
                .extract()
                .path("profile_id");
        given().get("/v1/profiles/" + absorbed + "?follow=false")
                .then()
                .statusCode(200)
                .body("status", equalTo("MERGED"))
                .body("merged_into", equalTo(survivor));
    }

    @Test
    void explainsWhyTwoIdentifiersAreOnePersonDownToTheRow() {
        send("why-1", "{}", "customer_id:why", "email:Why@X.example");
        send("why-2", "{}", "customer_id:other");
        String other = "/v1/explain?workspace=acme&a=customer_id:other";
        await().atMost(PATIENCE).until(() -> given().get(other).statusCode() == 200);
        given().get("/v1/explain?workspace=acme&a=email:WHY@x.example&b=customer_id:why")
                .then()
                .statusCode(200)
                .body("verdict", equalTo("TOGETHER"))
                .body("path.size()", equalTo(1))
                .body("path[0].to.type", equalTo("customer_id"))
                .body("path[0].origin.pipeline", equalTo("people"))
                .body("path[0].origin.source", equalTo("main.crm.people"))
                .body("path[0].origin.table_version", equalTo(1))
                .body("path[0].origin.row_key", equalTo("why-1"));
        given().get(other)
                .then()
                .body("verdict", equalTo("PERSON"))
                .body("profiles[0].identifiers[0].origin.row_key", equalTo("why-2"));
    }

    @Test
    void explainsWhatWasRefusedBetweenTwoPeopleAndWhatAnOrderKeepsApart() {
        send("apart-1", "{}", "customer_id:apart-1");
        send("apart-2", "{}", "customer_id:apart-2", "email:apart@x.example");
        send("apart-3", "{}", "customer_id:apart-1", "email:apart@x.example");
        String pair = "/v1/explain?workspace=acme&a=customer_id:apart-1&b=email:apart@x.example";
        await().atMost(PATIENCE)
                .until(() -> given().get(pair).jsonPath().getList("refused") instanceof List<?> all && !all.isEmpty());
        given().get(pair)
                .then()
                .body("verdict", equalTo("APART"))
                .body("profiles.size()", equalTo(2))
                .body("refused[0].identifier.type", equalTo("email"))
                .body("refused[0].by.value", equalTo("apart-1"));
        given().contentType("application/json")
                .body("""
                        {"workspace":"acme","kind":"CANNOT_LINK","author":"sam","identifiers":[
                         {"type":"customer_id","value":"apart-1"},{"type":"email","value":"apart@x.example"}]}""")
                .post("/v1/commands")
                .then()
                .statusCode(202);
        await().atMost(PATIENCE)
                .until(() -> "CANNOT_LINK".equals(given().get(pair).jsonPath().getString("verdict")));
    }

    @Test
    void anAnswerOfTheCopyThatIsWorkedOnIsCurrentEvenIfAnotherWouldDo() {
        send("fresh-1", "{}", "customer_id:fresh");
        String path = "/v1/identifiers/customer_id/fresh?workspace=acme&stale=allowed";
        await().atMost(PATIENCE).until(() -> given().get(path).statusCode() == 200);
        assertThat(given().get(path).header("Penstock-Records-Behind")).isNull();
    }

    @Test
    void saysClearlyWhatItDoesNotHave() {
        given().get("/v1/explain?workspace=acme&a=email:nobody@x.example")
                .then()
                .statusCode(404)
                .body("message", equalTo("no profile of this workspace has a"));
        given().get("/v1/explain?workspace=acme&a=email")
                .then()
                .statusCode(400)
                .body("code", equalTo("not_an_identifier"));
        given().get("/v1/explain?a=email:x@x.example").then().statusCode(400);
        given().get("/v1/identifiers/email/nobody@x.example?workspace=acme")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_identifier"));
        given().get("/v1/profiles/prf_nobody").then().statusCode(404).body("code", equalTo("unknown_profile"));
        given().get("/v1/identifiers/email/nobody@x.example")
                .then()
                .statusCode(400)
                .body("code", equalTo("workspace_missing"));
        given().get("/v1/status").then().statusCode(200).body("state", equalTo("RUNNING"));
    }

    @Test
    void resolvesByTheRulesThatWereOnTheConfigTopic() {
        broker.send(
                Topics.CONFIG,
                "identity/cards",
                new ConfigV1(
                        "cards",
                        ConfigV1.Kind.IDENTITY,
                        "cards",
                        1,
                        JsonNodeFactory.instance
                                .objectNode()
                                .set(
                                        "types",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .set(
                                                        "card",
                                                        JsonNodeFactory.instance
                                                                .objectNode()
                                                                .put("class", "strong")
                                                                .put("normalise", "lowercase"))),
                        null,
                        "hash",
                        "local",
                        Fold.START));
        await().atMost(PATIENCE).until(() -> {
            RecordV1 record = Rows.record("card", Fold.START, List.of(Rows.identifier("card:AB-1")), "{}");
            broker.send(Topics.RECORDS, record.partitionKey(), inWorkspace("cards", record));
            return given().get("/v1/identifiers/card/Ab-1?workspace=cards").statusCode() == 200;
        });
    }

    @Test
    void hasTheDefaultsThatTheReadmeNames() {
        assertThat(settings.membership()).isEqualTo(IdentitySettings.Membership.STATIC);
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(100));
        assertThat(streams.threads()).isEqualTo(Math.min(2, Runtime.getRuntime().availableProcessors()));
        assertThat(settings.standbys()).isZero();
        assertThat(settings.replication()).isEqualTo(1);
        assertThat(settings.threadRestarts()).isEqualTo(5);
    }

    private void send(String id, String row, String... identifiers) {
        RecordV1 record = Rows.record(
                id, Fold.START, Arrays.stream(identifiers).map(Rows::identifier).toList(), row);
        // One key for all, so that they get into the log in this order.
        broker.sendAll(Topics.RECORDS, List.of(Map.entry("one key", record)));
    }

    private static RecordV1 inWorkspace(String workspace, RecordV1 record) {
        return new RecordV1(
                workspace,
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                record.rowKey(),
                record.rowVersion(),
                record.operation(),
                record.position(),
                record.asOf(),
                record.identifiers(),
                record.row());
    }
}
