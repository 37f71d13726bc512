package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 7 to 9: limits in UTF-8 bytes, at the edge and one past it, with the documented texts. */
class LimitsTest {

    private final SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    /** Exactly that many bytes, made of characters of one to four bytes. */
    private static String text(int bytes, String character) {
        int size = Utf8.length(character);
        return "x".repeat(bytes % size) + character.repeat(bytes / size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "Grüße", "日本語", "🚀🚀", "a🚀é日"})
    void countsLikeTheEncoder(String text) {
        assertThat(Utf8.length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "é", "日", "🚀"})
    void takesValuesOfAThousandBytesAndNotOneMore(String character) throws IOException {
        assertThat(client.put("a", "{'v':'" + text(1000, character) + "'}")).isEqualTo(200);
        HttpResponse<String> answer =
                client.track("PUT", "/api/v1/customers/a", "{\"v\":\"" + text(1001, character) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("value for attribute 'v' cannot be longer than 1000 bytes");
        assertThat(client.attribute("a", "v")).isEqualTo(text(1000, character));
    }

    @Test
    void refusesLongValuesInV2WithTheQuotedText() throws IOException {
        String item = "{'type':'person','action':'identify','identifiers':{'id':'a'},'attributes':{'plan':'"
                + text(1001, "é") + "'}}";

        HttpResponse<String> answer = client.entityResponse(item);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(SandboxClient.json("{'errors':[{'reason':'invalid','field':'attributes.plan',"
                        + "'message':'property value cannot be longer than 1000 bytes'}]}"));
    }

    @Test
    void countsStructuresAsCompactJson() throws IOException {
        ObjectNode attributes = Json.object();
        attributes.putArray("list").add("x".repeat(996));
        assertThat(client.track("PUT", "/api/v1/customers/a", attributes.toPrettyString())
                        .statusCode())
                .isEqualTo(200);
        attributes.putArray("list").add("x".repeat(997));
        assertThat(client.track("PUT", "/api/v1/customers/a", attributes.toString())
                        .statusCode())
                .isEqualTo(400);
    }

    static Stream<Arguments> edges() {
        return Stream.of(
                Arguments.of("attribute name", 150, "attribute name cannot be longer than 150 bytes"),
                Arguments.of("id", 150, "id attribute cannot be longer than 150 bytes"),
                Arguments.of("event name", 100, "event name cannot be longer than 100 bytes"),
                Arguments.of("event data", 100_000, "event data cannot be longer than 100000 bytes"));
    }

    @ParameterizedTest
    @MethodSource("edges")
    void takesTheLimitAndRefusesOneByteMore(String what, int limit, String message) throws IOException {
        assertThat(send(what, limit).statusCode()).isEqualTo(200);
        HttpResponse<String> answer = send(what, limit + 1);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    private HttpResponse<String> send(String what, int bytes) throws IOException {
        return switch (what) {
            case "attribute name" -> client.track("PUT", "/api/v1/customers/a", "{\"" + text(bytes, "é") + "\":1}");
            case "id" -> client.track("PUT", "/api/v1/customers/" + SandboxClient.encode(text(bytes, "é")), "{}");
            case "event name" ->
                client.track("POST", "/api/v1/customers/a/events", "{\"name\":\"  " + text(bytes, "日") + " \"}");
            default ->
                client.track(
                        "POST",
                        "/api/v1/customers/a/events",
                        "{\"name\":\"e\",\"data\":{\"k\":\"" + text(bytes - "{\"k\":\"\"}".length(), "é") + "\"}}");
        };
    }

    @Test
    void takesThreeHundredAttributesInOneCall() throws IOException {
        assertThat(client.put("a", attributes(0, 300))).isEqualTo(200);
        HttpResponse<String> answer =
                client.track("PUT", "/api/v1/customers/b", SandboxClient.json(attributes(0, 301)));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("cannot identify more than 300 attributes in one request");
    }

    @Test
    void storesThreeHundredAttributesForOnePersonAndLogsTheRest() throws IOException {
        client.put("a", attributes(0, 299));
        client.put("a", attributes(298, 302));

        assertThat(client.attribute("a", "k299")).isEqualTo("1");
        assertThat(client.attribute("a", "k300")).isNull();
        assertThat(client.verdict()).isEqualTo("applied");
        assertThat(client.activities()).startsWith("failed_attribute_change", "failed_attribute_change");

        client.put("a", "{'another':1}");
        assertThat(client.verdict()).isEqualTo("dropped");
    }

    private static String attributes(int from, int to) {
        StringBuilder text = new StringBuilder("{");
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ",").append("'k").append(i).append("':1");
        }
        return text.append("}").toString();
    }

    /** An event of exactly that many bytes. */
    private static String event(String id, int bytes) {
        String head =
                "{'type':'person','action':'event','identifiers':{'id':'" + id + "'},'name':'e','attributes':{'p':'";
        String tail = "'}}";
        return head + text(bytes - head.length() - tail.length(), "é") + tail;
    }

    @Test
    void takesEntitiesOf32KilobytesAndNotOneByteMore() throws IOException {
        assertThat(client.entity(event("a", 32_768))).isEqualTo(200);
        assertThat(client.entity(event("a", 32_769))).isEqualTo(400);
    }

    @Test
    void refusesOnlyTheOversizeItemOfABatch() throws IOException {
        HttpResponse<String> answer = client.batch(event("a", 32_768), event("b", 32_769), event("c", 100));

        assertThat(answer.statusCode()).isEqualTo(207);
        assertThat(answer.body()).contains("\"batch_index\":1").doesNotContain("\"batch_index\":2");
        assertThat(client.verdicts()).containsExactly("applied", "rejected", "applied");
    }

    @ParameterizedTest
    @CsvSource({"500000,200", "500001,400"})
    void takesBatchesOfFiveHundredKilobytes(int bytes, int status) throws IOException {
        String head = "{'batch':[";
        StringBuilder body = new StringBuilder(head);
        int item = 30_000;
        for (int i = 0; i < 16; i++) {
            body.append(event("p" + (i % 10), item)).append(",");
        }
        int left = bytes - Utf8.length(body.toString()) - "]}".length();
        body.append(event("z", left)).append("]}");

        assertThat(Utf8.length(body.toString())).isEqualTo(bytes);
        assertThat(client.track("POST", "/api/v2/batch", SandboxClient.json(body.toString()))
                        .statusCode())
                .isEqualTo(status);
        assertThat(client.people()).isEqualTo(status == 200 ? 11 : 0);
    }
}
