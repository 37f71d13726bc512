package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 1 to 4: region, credentials, success and unparseable bodies. */
class TransportTest {

    private final SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void tellsItsRegion() throws IOException {
        HttpResponse<String> answer = client.track("GET", "/api/v1/accounts/region", "");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"region\":\"us\"").contains("\"environment_id\":1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/accounts/region",
        "PUT, /api/v1/customers/a",
        "POST, /api/v2/entity",
        "POST, /api/v2/batch"
    })
    void refusesWrongCredentialsOnTrack(String method, String path) throws IOException {
        String wrong = "Basic " + Base64.getEncoder().encodeToString("a:b".getBytes(StandardCharsets.UTF_8));

        assertThat(client.send(method, path, wrong, "{}").statusCode()).isEqualTo(401);
        assertThat(client.send(method, path, "", "{}").statusCode()).isEqualTo(401);
        assertThat(client.people()).isZero();
    }

    @Test
    void refusesATrackKeyOnTheAppApi() throws IOException {
        String trackKey = "Bearer " + client.sandbox().apiKey();

        assertThat(client.send("GET", "/v1/activities", trackKey, "").statusCode())
                .isEqualTo(401);
        assertThat(client.appResponse("/v1/activities").statusCode()).isEqualTo(200);
    }

    @Test
    void takesCredentialsInTheUrlSafeAlphabet() throws IOException {
        try (SandboxClient odd =
                SandboxClient.start(CustomerIoSandbox.builder().siteId("??>>").apiKey("~~~"))) {
            String urlSafe =
                    "Basic " + Base64.getUrlEncoder().encodeToString("??>>:~~~".getBytes(StandardCharsets.UTF_8));

            assertThat(urlSafe).containsAnyOf("-", "_");
            assertThat(odd.send("PUT", "/api/v1/customers/a", urlSafe, "{}").statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/api/v1/customers/a|{'plan':'pro'}",
                "POST|/api/v1/customers/a/events|{'name':'x'}",
                "POST|/api/v1/events|{'name':'x','anonymous_id':'q'}",
                "POST|/api/v1/customers/a/suppress|{}",
                "POST|/api/v1/customers/a/unsuppress|{}",
                "PUT|/api/v1/customers/a/devices|{'device':{'id':'t','platform':'ios'}}",
                "DELETE|/api/v1/customers/a/devices/t|''",
                "DELETE|/api/v1/customers/a|''",
                "POST|/api/v1/merge_customers|{'primary':{'id':'a'},'secondary':{'id':'b'}}",
                "POST|/api/v2/batch|{'batch':[]}",
            },
            quoteCharacter = '^')
    void answersSuccessAsRecordedLive(String method, String path, String body) throws IOException {
        HttpResponse<String> answer = client.track(method, path, SandboxClient.json(body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}\n");
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        assertThat(answer.headers().firstValue("status")).hasValue("200 OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} trailing", "[1,", "{'batch':{}}", "{'batch':7}", "{}", "NaN"})
    void refusesABatchThatIsNotOneWithOneError(String body) throws IOException {
        HttpResponse<String> answer = client.track("POST", "/api/v2/batch", SandboxClient.json(body));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(SandboxClient.json(
                        "{'errors':[{'reason':'invalid','field':'body','message':'must be valid JSON'}]}"));
    }

    @Test
    void refusesUnparseableV1BodiesWithAMetaError() throws IOException {
        HttpResponse<String> answer = client.track("PUT", "/api/v1/customers/a", "{\"a\":");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"meta\":{\"error\":");
        assertThat(client.verdict()).isEqualTo("rejected");
    }

    @Test
    void readsThePathIdentifierAsOneDecodedSegment() throws IOException {
        client.put("a/b+c &d?e#f%g", "{'plan':'pro'}");

        assertThat(client.attribute("a/b+c &d?e#f%g", "plan")).isEqualTo("pro");
    }

    @ParameterizedTest
    @CsvSource({"usr_1,id", "Ada@Example.com,email", "+15551234567,id", "cio_03000001,cio_id", "no@tld,id"})
    void infersTheKindOfThePathIdentifierFromItsShape(String value, String kind) throws IOException {
        client.put(value, "{}");

        JsonNode received = client.inspect("/requests").at("/operations/0/identifiers");
        assertThat(received.fieldNames().next()).isEqualTo(kind);
    }

    @Test
    void answersUnknownPathsWith404() throws IOException {
        assertThat(client.track("POST", "/api/v2/other", "{}").statusCode()).isEqualTo(404);
        assertThat(client.track("POST", "/api/v1/customers/a/other", "{}").statusCode())
                .isEqualTo(404);
        assertThat(client.appResponse("/v1/other").statusCode()).isEqualTo(404);
        assertThat(client.control("GET", "/other", "").statusCode()).isEqualTo(404);
    }
}
