package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.webhook.Signature;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules 30 to 32: several webhooks, their options and their management. */
class ReportingWebhooksTest {

    private static final String PATH = "/v1/reporting_webhooks";

    private static void await(Receiver receiver, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> receiver.received().size() >= count);
    }

    private static List<String> metrics(Receiver receiver) {
        return receiver.received().stream()
                .map(each ->
                        Json.parse(each.body()).orElseThrow().path("metric").asText())
                .toList();
    }

    private static long create(SandboxClient client, Receiver receiver, String options) throws IOException {
        HttpResponse<String> answer =
                client.manage("POST", PATH, "{'name':'n','endpoint':'" + receiver.uri() + "'" + options + "}");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Json.parse(answer.body()).orElseThrow().path("id").asLong();
    }

    private static void deliver(SandboxClient client, String rest) throws IOException {
        client.put("ada", "{'email':'ada@example.com'}");
        assertThat(client.control("POST", "/deliveries", "{'person':{'id':'ada'}" + rest + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsEachWebhookWhatItAskedFor() throws IOException {
        try (Receiver all = new Receiver();
                Receiver first = new Receiver();
                Receiver opens = new Receiver();
                SandboxClient client = SandboxClient.start()) {
            create(client, all, ",'full_resolution':true,'with_content':true");
            create(client, first, "");
            create(client, opens, ",'events':['email_opened']");
            deliver(client, ",'metrics':['sent','opened','clicked','opened','clicked']");
            await(all, 5);
            await(first, 3);
            await(opens, 1);

            assertThat(metrics(all)).containsExactly("sent", "opened", "clicked", "opened", "clicked");
            assertThat(metrics(first)).containsExactly("sent", "opened", "clicked");
            assertThat(metrics(opens)).containsExactly("opened");
            assertThat(Json.parse(all.received().getFirst().body())
                            .orElseThrow()
                            .at("/data/content")
                            .asText())
                    .isNotEmpty();
            assertThat(Json.parse(first.received().getFirst().body())
                            .orElseThrow()
                            .path("data")
                            .has("content"))
                    .isFalse();
            Receiver.Received signed = first.received().getFirst();
            assertThat(signed.signature()).isEqualTo(Signature.of("whsec_sandbox", signed.timestamp(), signed.body()));
        }
    }

    @Test
    void reportsTheNewestMetricFirstOnRequest() throws IOException {
        try (Receiver receiver = new Receiver();
                SandboxClient client = SandboxClient.start()) {
            create(client, receiver, "");
            deliver(client, ",'metrics':['sent','delivered'],'order':'reversed'");
            await(receiver, 2);

            assertThat(metrics(receiver)).containsExactly("delivered", "sent");
        }
    }

    @Test
    void listsChangesAndRemovesWebhooks(@TempDir Path state) throws IOException {
        SandboxBuilder builder = CustomerIoSandbox.builder().stateDir(state);
        try (Receiver receiver = new Receiver()) {
            long kept;
            long gone;
            try (SandboxClient client = SandboxClient.start(builder)) {
                kept = create(client, receiver, "");
                gone = create(client, receiver, "");
                client.manage(
                        "PUT", PATH + "/" + kept, "{'endpoint':'" + receiver.uri() + "','disabled':true,'name':'m'}");
                assertThat(client.manage("DELETE", PATH + "/" + gone, "").statusCode())
                        .isEqualTo(204);
                deliver(client, "");
            }
            try (SandboxClient client = SandboxClient.start(builder)) {
                JsonNode all = client.app(PATH).path("reporting_webhooks");
                assertThat(all).hasSize(1);
                assertThat(all.at("/0/name").asText()).isEqualTo("m");
                assertThat(client.app(PATH + "/" + kept).path("disabled").asBoolean())
                        .isTrue();
                assertThat(client.appResponse(PATH + "/" + gone).statusCode()).isEqualTo(404);
                assertThat(create(client, receiver, "")).isGreaterThan(gone);
                assertThat(receiver.received()).isEmpty();
            }
        }
    }

    @Test
    void refusesAnEndpointThatIsNoAddressAndAWrongKey() throws IOException {
        try (SandboxClient client = SandboxClient.start()) {
            assertThat(client.manage("POST", PATH, "{'endpoint':'nowhere'}").statusCode())
                    .isEqualTo(400);
            assertThat(client.send("GET", PATH, "Bearer wrong", "").statusCode())
                    .isEqualTo(401);
            assertThat(client.appResponse(PATH + "/x").statusCode()).isEqualTo(404);
        }
    }
}
