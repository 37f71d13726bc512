package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 15 and 27: faults on demand, and that the record tells them from successes. */
class FaultsTest {

    private static final String EVENT =
            "{'type':'person','action':'event','identifiers':{'id':'%s'},'name':'e','id':'%s'}";

    private final SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    private void faults(String plan) throws IOException {
        assertThat(client.control("PUT", "/faults", plan).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 408, 429, 500, 502, 503, 504, 522, 524})
    void answersAnyStatusWithoutApplying(int status) throws IOException {
        faults("[{'status':" + status + ",'count':1}]");

        assertThat(client.put("a", "{}")).isEqualTo(status);
        assertThat(client.people()).isZero();
        assertThat(client.verdict()).isEqualTo("rejected");
        assertThat(client.put("a", "{}")).isEqualTo(200);
    }

    @Test
    void carriesRetryAfterAndOtherBodies() throws IOException {
        faults(
                "[{'status':429,'retryAfter':7,'count':1},{'status':502,'body':'html','count':1},{'status':500,'body':'empty'}]");

        HttpResponse<String> limited = client.batch();
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).hasValue("7");
        assertThat(client.batch().body()).startsWith("<html>");
        assertThat(client.batch().body()).isEmpty();
    }

    @Test
    void meetsOnlyMatchingRequests() throws IOException {
        faults("[{'match':{'method':'POST','path':'/api/v2/','person':'bad'},'status':503}]");

        assertThat(client.batch(EVENT.formatted("good", "1")).statusCode()).isEqualTo(200);
        assertThat(client.put("bad", "{}")).isEqualTo(200);
        assertThat(client.batch(EVENT.formatted("good", "2"), EVENT.formatted("bad1", "3"))
                        .statusCode())
                .isEqualTo(503);
        assertThat(client.entity("{'type':'person','action':'merge','primary':{'id':'x'},'secondary':{'id':'bad'}}"))
                .isEqualTo(503);
    }

    @Test
    void failsWithARepeatableProbability() throws IOException {
        List<Integer> first = statusesUnderProbability();
        List<Integer> second = statusesUnderProbability();

        assertThat(first).isEqualTo(second).contains(200, 503);
    }

    private List<Integer> statusesUnderProbability() throws IOException {
        faults("[{'status':503,'probability':0.5,'seed':7}]");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            statuses.add(client.batch().statusCode());
        }
        return statuses;
    }

    @Test
    void cutsTheConnectionBeforeApplying() throws IOException {
        faults("[{'resetBeforeApply':true,'count':1}]");

        assertThatThrownBy(() -> client.batch(EVENT.formatted("a", "1"))).isInstanceOf(IOException.class);
        assertThat(client.people()).isZero();
        assertThat(client.verdict()).isEqualTo("rejected");
    }

    @Test
    void appliesAndLosesTheReplySoThatOnlyAnIdSavesTheRetry() throws IOException {
        faults("[{'resetAfterApply':true,'count':1}]");

        assertThatThrownBy(() -> client.batch(EVENT.formatted("a", "1"))).isInstanceOf(IOException.class);
        assertThat(client.batch(EVENT.formatted("a", "1")).statusCode()).isEqualTo(200);

        assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate");
        assertThat(client.inspect("/requests").at("/operations/0/fault").asText())
                .isEqualTo("reset-after-apply");
        assertThat(client.inspect("/people/a").path("event_count").asInt()).isEqualTo(1);
    }

    @Test
    void breaksTheAnswerOffHalfWayAfterApplying() throws IOException {
        faults("[{'truncated':true,'count':1}]");

        assertThatThrownBy(() -> client.batch("{'type':'person','action':'delete'}", EVENT.formatted("a", "one")))
                .isInstanceOf(IOException.class);
        assertThat(client.people()).isEqualTo(1);
        assertThat(client.inspect("/requests").at("/operations/1/fault").asText())
                .isEqualTo("truncated");
    }

    @Test
    void neverAnswersFromABlackHole() throws IOException {
        faults("[{'blackHole':true,'count':1}]");
        HttpRequest request = HttpRequest.newBuilder(client.base().resolve("/api/v1/events"))
                .timeout(Duration.ofMillis(200))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header(
                        "Authorization",
                        SandboxClient.basic(client.sandbox().siteId() + ":"
                                + client.sandbox().apiKey()))
                .build();

        assertThatThrownBy(() -> client.send(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(client.verdict()).isEqualTo("rejected");
        assertThat(client.put("a", "{}")).isEqualTo(200);
    }

    @Test
    void answersPartialFailureWith200() throws IOException {
        faults("[{'partial200':true}]");

        HttpResponse<String> answer = client.batch("{}", EVENT.formatted("a", "1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"batch_index\":0");
        assertThat(client.people()).isEqualTo(1);
    }

    @Test
    void refusesTheItemsOfOnePersonOnly() throws IOException {
        faults("[{'match':{'person':'b'},'itemError':{'reason':'invalid','field':'attributes.x','message':'no'}}]");

        HttpResponse<String> answer = client.batch(EVENT.formatted("a", "1"), EVENT.formatted("b", "2"));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body())
                .isEqualTo(SandboxClient.json(
                        "{'errors':[{'batch_index':1,'reason':'invalid','field':'attributes.x','message':'no'}]}"));
        assertThat(client.verdicts()).containsExactly("applied", "rejected");
    }

    @Test
    void addsLatencyToWhateverFollows() throws IOException {
        faults("[{'latencyMs':30},{'latencyMs':20,'status':503,'count':1}]");

        assertThat(client.batch().statusCode()).isEqualTo(503);
        assertThat(client.batch().statusCode()).isEqualTo(200);
        JsonNode plan = client.inspect("/faults");
        assertThat(plan.findValuesAsText("hits")).containsExactly("2", "1");
    }

    @Test
    void meetsAppReadsAndTheRegionToo() throws IOException {
        faults(
                "[{'match':{'path':'/v1/'},'status':429,'retryAfter':'1'},{'match':{'path':'/api/v1/accounts'},'status':401}]");

        assertThat(client.appResponse("/v1/customers?email=a@b.c").statusCode()).isEqualTo(429);
        assertThat(client.track("GET", "/api/v1/accounts/region", "").statusCode())
                .isEqualTo(401);
        assertThat(client.put("a", "{}")).isEqualTo(200);
    }

    @Test
    void endsWithDelete() throws IOException {
        faults("[{'status':503}]");
        client.control("DELETE", "/faults", "");

        assertThat(client.batch().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[{'stauts':503}]", "[{'match':{'user':'a'},'status':503}]", "[7]", "{", "[{'body':'xml'}]"})
    void refusesAPlanItDoesNotUnderstand(String plan) throws IOException {
        HttpResponse<String> answer = client.control("PUT", "/faults", plan);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).orElseThrow().path("error").asText())
                .isNotEmpty();
        assertThat(client.batch().statusCode()).isEqualTo(200);
    }
}
