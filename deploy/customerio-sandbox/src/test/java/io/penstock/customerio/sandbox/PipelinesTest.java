package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules 2, 4, 5, 8 and 25: the Pipelines API, permissive and strict, and its mapping into the workspace. */
class PipelinesTest {

    private static final String WRONG = SandboxClient.basic("wrong:");

    private final SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    private JsonNode person(String identifier) throws IOException {
        return client.inspect("/people/" + SandboxClient.encode(identifier));
    }

    @Test
    void dropsCallsWithABadKeyAndSaysSuccess() throws IOException {
        HttpResponse<String> answer = client.send("POST", "/v1/identify", WRONG, "{\"userId\":\"a\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(client.people()).isZero();
        assertThat(client.verdict()).isEqualTo("dropped");
        assertThat(client.inspect("/requests").at("/operations/0/reason").asText())
                .isEqualTo("bad key");
    }

    @Test
    void refusesABadKeyInStrictMode() throws IOException {
        assertThat(client.strict("identify", WRONG, "{'userId':'a'}").statusCode())
                .isEqualTo(401);
        assertThat(client.verdict()).isEqualTo("rejected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "identify|{'traits':{}}",
                "track|{'userId':'a'}",
                "group|{'userId':'a'}",
                "alias|{'userId':'a'}",
                "alias|{'previousId':'a'}",
                "page|{'name':'x'}",
                "identify|{'userId':'a','traits':[]}",
                "identify|not JSON",
                "batch|{'batch':7}",
                "batch|{'batch':[{'type':'other','userId':'a'}]}",
                "batch|{'batch':[7]}",
            })
    void dropsInvalidCallsWithSuccessAndRefusesThemInStrictMode(String path, String body) throws IOException {
        assertThat(client.pipelines(path, body).statusCode()).isEqualTo(200);
        assertThat(client.verdict()).isEqualTo("dropped");

        HttpResponse<String> strict = client.strict(path, client.writeKey(), body);
        assertThat(strict.statusCode()).isEqualTo(400);
        assertThat(strict.body()).startsWith("{\"meta\":{\"errors\":[");
        assertThat(client.verdict()).isEqualTo("rejected");
        assertThat(client.people()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {32_768, 32_769})
    void countsTheBytesOfACall(int bytes) throws IOException {
        String head = "{'userId':'a','context':{'x':'";
        String body = head + "x".repeat(bytes - head.length() - 3) + "'}}";

        assertThat(client.strict("identify", client.writeKey(), body).statusCode())
                .isEqualTo(bytes == 32_768 ? 200 : 400);
        assertThat(client.pipelines("identify", body).statusCode()).isEqualTo(200);
        assertThat(client.verdict()).isEqualTo(bytes == 32_768 ? "applied" : "dropped");
    }

    @Test
    void dropsABatchOfMoreThanFiveHundredKilobytes() throws IOException {
        String batch = "{'batch':[" + "{'type':'track','userId':'a','event':'e'},".repeat(12_000)
                + "{'type':'track','userId':'a','event':'e'}]}";

        assertThat(client.pipelines("batch", batch).statusCode()).isEqualTo(200);
        assertThat(client.verdicts()).containsExactly("dropped");
        assertThat(client.strict("batch", client.writeKey(), batch).statusCode())
                .isEqualTo(400);
    }

    @Test
    void takesGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"userId\":\"ada\",\"traits\":{\"plan\":\"pro\"}}".getBytes(StandardCharsets.UTF_8));
        }
        client.send(HttpRequest.newBuilder(client.base().resolve("/v1/identify"))
                .header("Authorization", client.writeKey())
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(packed.toByteArray()))
                .build());

        assertThat(client.attribute("ada", "plan")).isEqualTo("pro");
        JsonNode received = client.inspect("/requests").at("/operations/0");
        assertThat(received.path("bytes").asInt()).isEqualTo(40);
        assertThat(received.at("/headers/content-encoding").asText()).isEqualTo("gzip");
        assertThat(received.path("headers").has("authorization")).isFalse();
    }

    @Test
    void identifiesByTheShapeOfTheUserIdAndConvertsTimes() throws IOException {
        client.pipelines(
                "identify",
                "{'userId':'usr_8472','timestamp':'2026-03-15T00:00:00.000Z','traits':{'email':'ada@example.com',"
                        + "'createdAt':'2026-01-01T00:00:00Z','last_active_date':'2026-03-15','score':0.82,"
                        + "'deep':{'at':'2026-03-15T12:00:00+02:00','not':'2026-99-15'}}}");
        client.pipelines("identify", "{'userId':'bo@example.com','traits':{'v':'1'}}");
        client.pipelines("identify", "{'traits':{'email':'cy@example.com'}}");

        assertThat(client.attribute("usr_8472", "last_active_date")).isEqualTo("1773532800");
        assertThat(client.attribute("usr_8472", "created_at")).isEqualTo("1767225600");
        assertThat(client.attribute("usr_8472", "deep")).isEqualTo("{\"at\":1773568800,\"not\":\"2026-99-15\"}");
        assertThat(client.app("/v1/customers/usr_8472/attributes")
                        .at("/customer/timestamps/score")
                        .asLong())
                .isEqualTo(1_773_532_800L);
        assertThat(client.byEmail("bo@example.com").path("id").isNull()).isTrue();
        assertThat(client.byEmail("cy@example.com").isMissingNode()).isFalse();
    }

    @Test
    void leavesTimesAloneWhenTheSwitchSaysSo() throws IOException {
        try (SandboxClient plain = SandboxClient.start(CustomerIoSandbox.builder()
                .workspace(WorkspaceSettings.builder().convertTimestamp(false).build()))) {
            plain.pipelines("identify", "{'userId':'a','traits':{'last_active_date':'2026-03-15'}}");

            assertThat(plain.attribute("a", "last_active_date")).isEqualTo("2026-03-15");
        }
    }

    @Test
    void ignoresASecondCallWithTheSameMessageId() throws IOException {
        client.pipelines("track", "{'userId':'a','event':'e','messageId':'m1'}");
        client.pipelines("track", "{'userId':'a','event':'e','messageId':'m1'}");
        client.pipelines("identify", "{'userId':'a','traits':{'v':'1'},'messageId':'m2'}");
        client.pipelines("batch", "{'batch':[{'type':'identify','userId':'a','traits':{'v':'2'},'messageId':'m2'}]}");

        assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate", "applied", "ignored-duplicate");
        assertThat(person("a").path("events")).hasSize(1);
        assertThat(client.attribute("a", "v")).isEqualTo("1");
    }

    @Test
    void recordsEventsPagesAndScreens() throws IOException {
        client.pipelines(
                "batch",
                "{'batch':[{'type':'track','userId':'a','event':'bought','properties':{'sku':7},'messageId':'m1'},"
                        + "{'type':'page','userId':'a','properties':{'url':'https://example.com/p'}},"
                        + "{'type':'screen','userId':'a','name':'Home'}]}");

        JsonNode events = person("a").path("events");
        assertThat(events).hasSize(3);
        assertThat(events.at("/0/name").asText()).isEqualTo("bought");
        assertThat(events.at("/0/id").asText()).isEqualTo("m1");
        assertThat(events.at("/1/name").asText()).isEqualTo("https://example.com/p");
        assertThat(events.at("/2/name").asText()).isEqualTo("Home");
    }

    @Test
    void linksAVisitorOnIdentify() throws IOException {
        client.pipelines("track", "{'anonymousId':'anon','event':'seen'}");
        client.pipelines("identify", "{'anonymousId':'anon','traits':{'v':'1'}}");
        assertThat(client.verdict()).isEqualTo("dropped");
        client.pipelines("identify", "{'userId':'ada','anonymousId':'anon'}");

        assertThat(person("ada").at("/events/0/name").asText()).isEqualTo("seen");
    }

    @Test
    void writesGroupsAsObjectsAndAliasesAsMerges() throws IOException {
        client.pipelines(
                "group",
                "{'userId':'ada','groupId':'acme','traits':{'objectTypeId':'1','name':'Acme',"
                        + "'relationshipAttributes':{'role':'admin'}}}");
        client.pipelines("identify", "{'userId':'old','traits':{'tier':'pro'}}");
        client.pipelines("alias", "{'userId':'ada','previousId':'old'}");

        assertThat(client.app("/v1/objects/1/acme/attributes")
                        .at("/object/attributes/name")
                        .asText())
                .isEqualTo("Acme");
        assertThat(client.app("/v1/customers/ada/relationships").toString()).contains("admin");
        assertThat(client.exists("old")).isFalse();
        assertThat(client.attribute("ada", "tier")).isEqualTo("pro");
    }

    @Test
    void actsOnSemanticEvents() throws IOException {
        client.pipelines("identify", "{'userId':'ada'}");
        client.pipelines("group", "{'userId':'ada','groupId':'acme'}");
        client.pipelines(
                "track",
                "{'userId':'ada','event':'Device Created or Updated','context':{'device':{'token':'t','type':'ios'}}}");
        assertThat(person("ada").path("devices").toString()).contains("\"t\"");
        client.pipelines("track", "{'userId':'ada','event':'Device Deleted','context':{'device':{'token':'t'}}}");
        client.pipelines("track", "{'userId':'ada','event':'Relationship Deleted','properties':{'objectId':'acme'}}");
        client.pipelines("track", "{'anonymousId':'x','event':'Object Deleted','properties':{'objectId':'acme'}}");

        assertThat(person("ada").path("events")).isEmpty();
        assertThat(client.appResponse("/v1/objects/1/acme/attributes").statusCode())
                .isEqualTo(404);
        client.pipelines("track", "{'userId':'ada','event':'User Suppressed'}");
        client.pipelines("identify", "{'userId':'ada'}");
        assertThat(client.exists("ada")).isFalse();
        client.pipelines("track", "{'userId':'ada','event':'User Unsuppressed'}");
        client.pipelines("identify", "{'userId':'ada'}");
        client.pipelines("track", "{'userId':'ada','event':'User Deleted'}");
        assertThat(client.people()).isZero();
    }

    @Test
    void continuesWithItsCallsAfterARestart(@TempDir Path state) throws IOException {
        SandboxBuilder builder = CustomerIoSandbox.builder().stateDir(state);
        try (SandboxClient first = SandboxClient.start(builder)) {
            first.pipelines("batch", "{'batch':[{'type':'identify','userId':'a','messageId':'m'},{'type':'x'}]}");
            first.pipelines("track", "{'userId':'a','event':'e'}");
        }
        try (SandboxClient second = SandboxClient.start(builder)) {
            second.pipelines("identify", "{'userId':'a','messageId':'m'}");

            assertThat(second.verdicts()).containsExactly("applied", "dropped", "applied", "ignored-duplicate");
            assertThat(second.inspect("/summary").path("balanced").asBoolean()).isTrue();
        }
    }
}
