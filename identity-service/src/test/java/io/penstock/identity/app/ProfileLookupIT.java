package io.penstock.identity.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.Rows;
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
    void saysClearlyWhatItDoesNotHave() {
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
        assertThat(settings.threads()).isEqualTo(1);
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
