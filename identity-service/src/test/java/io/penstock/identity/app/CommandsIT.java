package io.penstock.identity.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import io.penstock.identity.core.Fold;
import io.penstock.identity.streams.Rows;
import io.penstock.schemas.DecisionV1;
import io.penstock.schemas.IdentityLogEntryV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Orders over HTTP, into the log of a real broker and out as decisions. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class CommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String A = "{'type':'customer_id','value':'cmd-a'}";
    private static final String B = "{'type':'email','value':'Cmd-B@x.example'}";

    /** Set by the test resource. */
    EmbeddedBroker broker;

    @BeforeEach
    void awaitReady() {
        await().atMost(PATIENCE).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void anOrderGetsIntoTheLogOnceDecidedAndARepeatHasNoEffect() {
        send("cmd-1", "customer_id:cmd-a");
        send("cmd-2", "email:cmd-b@x.example");
        await().atMost(PATIENCE).until(() -> isKnown("customer_id/cmd-a") && isKnown("email/cmd-b@x.example"));

        long offset = order("{'workspace':'acme','kind':'link','identifiers':[" + A + "," + B
                        + "],'author':'ann','reason':'same','command_id':'order-1'}")
                .statusCode(202)
                .body("command_id", equalTo("order-1"))
                .extract()
                .jsonPath()
                .getLong("log_offset");
        await().atMost(PATIENCE)
                .until(() -> given().get("/v1/identifiers/email/cmd-b@x.example?workspace=acme")
                        .jsonPath()
                        .getString("primary.customer_id")
                        .equals("cmd-a"));
        given().get("/v1/commands/order-1?workspace=acme")
                .then()
                .statusCode(200)
                .body("command_id", equalTo("order-1"))
                .body("state", equalTo("applied"));
        order("{'workspace':'acme','kind':'LINK','identifiers':[" + A + "," + B
                        + "],'author':'ann','command_id':'order-1'}")
                .statusCode(202);
        order("{'workspace':'acme','kind':'cannot-link','identifiers':[" + A + "," + B + "],'author':'ann'}")
                .statusCode(202)
                .body("command_id", startsWith("cmd_"));
        List<ConsumerRecord<String, DecisionV1>> decisions =
                broker.readUntil(Topics.DECISIONS, all -> of(all, "cmd_").size() == 1, PATIENCE);

        assertThat(of(decisions, "order-1")).singleElement().satisfies(decision -> {
            assertThat(decision.kind()).isEqualTo(DecisionV1.Kind.MERGE);
            assertThat(decision.decisionId()).isEqualTo("acme:" + offset + ":0");
            assertThat(decision.input().author()).isEqualTo("ann");
        });
        assertThat(broker.read(Topics.IDENTITY_LOG))
                .filteredOn(entry -> entry.value().kind() == IdentityLogEntryV1.Kind.COMMAND)
                .allSatisfy(entry -> assertThat(entry.key()).isEqualTo("acme"))
                .extracting(ConsumerRecord::partition)
                .hasSize(3)
                .containsOnly(broker.read(Topics.IDENTITY_LOG).getFirst().partition());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'kind':'ERASE','identifiers':[A],'author':'ann'} | workspace is missing",
                "{'workspace':'acme','kind':'FORGET','identifiers':[A],'author':'ann'} | kind must be one of",
                "{'workspace':'acme','identifiers':[A],'author':'ann'} | kind must be one of",
                "{'workspace':'acme','kind':'ERASE','identifiers':[A]} | author is missing",
                "{'workspace':'acme','kind':'ERASE','identifiers':[A],'author':'ann','command_id':' '} | command_id must",
                "{'workspace':'acme','kind':'LINK','identifiers':[A],'author':'ann'} | LINK needs two identifiers, not 1",
                "{'workspace':'acme','kind':'LINK','identifiers':[A,A],'author':'ann'} | the two identifiers are the same",
                "{'workspace':'acme','kind':'BLOCK','identifiers':[A,B],'author':'ann'} | BLOCK needs one identifier",
                "{'workspace':'acme','kind':'SPLIT','author':'ann'} | SPLIT needs 1 to 1000 identifiers, not 0",
                "{'workspace':'acme','kind':'ERASE','identifiers':[{'type':'email'}],'author':'ann'} | an identifier needs",
                "{'workspace':'acme','kind':'ERASE','identifiers':[null],'author':'ann'} | an identifier needs",
            })
    void whatCannotBeOrderedIsRefusedWithWhatIsWrong(String body, String message) {
        order(body.replace("[A", "[" + A).replace(",A]", "," + A + "]").replace(",B]", "," + B + "]"))
                .statusCode(400)
                .body("code", equalTo("invalid_command"))
                .body("message", startsWith(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"nonsense", "null", "[]"})
    void whatIsNoOrderAtAllIsRefused(String body) {
        order(body).statusCode(400).body("code", equalTo("not_a_command"));
    }

    @Test
    void anOrderThatNobodyGaveIsNotApplied() {
        given().get("/v1/commands/never?workspace=acme").then().statusCode(404).body("code", equalTo("not_applied"));
        given().get("/v1/commands/never").then().statusCode(400);
    }

    @Test
    void textsThatAreTooLongAreRefused() {
        order("{'workspace':'acme','kind':'ERASE','identifiers':[" + A + "],'author':'ann','reason':'"
                        + "x".repeat(1_001) + "'}")
                .statusCode(400)
                .body("message", startsWith("author, reason and command_id must have at most"));
        order("{'workspace':'acme','kind':'ERASE','identifiers':[{'type':'email','value':'" + "x".repeat(1_025)
                        + "'}],'author':'ann'}")
                .statusCode(400)
                .body("message", startsWith("an identifier must have at most"));
    }

    private static ValidatableResponse order(String body) {
        return given().contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/v1/commands")
                .then();
    }

    private static boolean isKnown(String identifier) {
        return given().get("/v1/identifiers/" + identifier + "?workspace=acme").statusCode() == 200;
    }

    private static List<DecisionV1> of(List<ConsumerRecord<String, DecisionV1>> decisions, String command) {
        return decisions.stream()
                .map(ConsumerRecord::value)
                .filter(one -> String.valueOf(one.input().commandId()).startsWith(command))
                .toList();
    }

    private void send(String id, String identifier) {
        RecordV1 record = Rows.record(id, Fold.START, List.of(Rows.identifier(identifier)), "{}");
        broker.send(Topics.RECORDS, record.partitionKey(), record);
    }
}
