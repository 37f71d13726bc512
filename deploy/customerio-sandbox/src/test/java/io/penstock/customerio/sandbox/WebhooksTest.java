package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.webhook.Signature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Rules 29 to 31: bodies, signatures, order and retries of reporting webhooks. */
class WebhooksTest {

    private static final String KEY = "whsec_test";

    private static SandboxClient start(Receiver receiver) throws IOException {
        SandboxClient client = SandboxClient.start(
                CustomerIoSandbox.builder().webhook(receiver.uri(), KEY).webhookHour(Duration.ofMillis(60)));
        client.put("ada", "{'email':'ada@example.com'}");
        return client;
    }

    private static void await(Receiver receiver, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> receiver.received().size() >= count);
    }

    private static JsonNode body(Receiver.Received received) {
        return Json.parse(received.body()).orElseThrow();
    }

    private static List<String> metrics(Receiver receiver) {
        return receiver.received().stream()
                .map(each -> body(each).path("metric").asText())
                .toList();
    }

    @Test
    void reportsADeliveryWithSignedBodiesInOrder() throws IOException {
        try (Receiver receiver = new Receiver();
                SandboxClient client = start(receiver)) {
            JsonNode answer = Json.parse(client.control(
                                    "POST",
                                    "/deliveries",
                                    "{'person':{'id':'ada'},'metrics':['sent','delivered','opened','clicked'],"
                                            + "'subject':'Upgrade → Pro','href':'https://example.com/u','campaign_id':23,"
                                            + "'action_id':96,'trigger_event_id':'01HZY3MZ6W2Q6V3Y0J5K8M4R1T','at':1773532800}")
                            .body())
                    .orElseThrow();
            await(receiver, 4);

            assertThat(metrics(receiver)).containsExactly("sent", "delivered", "opened", "clicked");
            Receiver.Received clicked = receiver.received().get(3);
            assertThat(clicked.signature()).isEqualTo(Signature.of(KEY, clicked.timestamp(), clicked.body()));
            JsonNode body = body(clicked);
            assertThat(body.path("event_id").asText())
                    .isEqualTo(answer.at("/event_ids/3").asText())
                    .matches("[0-9A-HJKMNP-TV-Z]{26}");
            assertThat(body.path("object_type").asText()).isEqualTo("email");
            assertThat(body.path("timestamp").asLong()).isEqualTo(1_773_532_803L);
            JsonNode data = body.path("data");
            assertThat(data.path("campaign_id").asInt()).isEqualTo(23);
            assertThat(data.path("action_id").asInt()).isEqualTo(96);
            assertThat(data.path("trigger_event_id").asText()).isEqualTo("01HZY3MZ6W2Q6V3Y0J5K8M4R1T");
            assertThat(data.path("customer_id").asText()).isEqualTo("ada");
            assertThat(data.path("delivery_id")).isEqualTo(answer.path("delivery_id"));
            assertThat(data.at("/identifiers/email").asText()).isEqualTo("ada@example.com");
            assertThat(data.at("/identifiers/cio_id").asText()).isEqualTo("a3000001");
            assertThat(data.path("recipient").asText()).isEqualTo("ada@example.com");
            assertThat(data.path("subject").asText()).isEqualTo("Upgrade → Pro");
            assertThat(data.path("href").asText()).isEqualTo("https://example.com/u");
            assertThat(data.path("link_id").isInt()).isTrue();
            assertThat(data.path("machine").asBoolean(true)).isFalse();
            assertThat(new String(clicked.body(), StandardCharsets.UTF_8))
                    .startsWith("{\"data\":{\"action_id\":96,\"campaign_id\":23,\"customer_id\":");
        }
    }

    @Test
    void retriesTheHeadAndLetsTheOthersWait() throws IOException {
        try (Receiver receiver = new Receiver(500, 0, 503);
                SandboxClient client = start(receiver)) {
            client.control("POST", "/deliveries", "{'person':{'id':'ada'},'metrics':['sent','delivered']}");
            await(receiver, 5);

            assertThat(metrics(receiver)).containsExactly("sent", "sent", "sent", "sent", "delivered");
            assertThat(receiver.received().subList(0, 4).stream()
                            .map(each -> body(each).path("event_id").asText())
                            .distinct())
                    .hasSize(1);
            assertThat(receiver.mostUnderWay()).isEqualTo(1);
            Awaitility.await()
                    .until(() -> client.inspect("/webhooks").path("delivered").asInt() == 2);
            assertThat(client.inspect("/webhooks").at("/hooks/0/attempts").findValuesAsText("answer"))
                    .containsExactly("500", "no connection", "503", "200");
        }
    }

    @Test
    void signsEachTryWithAFreshTimestamp() throws IOException {
        try (Receiver receiver = new Receiver(401)) {
            Instant[] times = {Instant.ofEpochSecond(1_000)};
            try (SandboxClient client = SandboxClient.start(CustomerIoSandbox.builder()
                    .clock(() -> times[0] = times[0].plusSeconds(1))
                    .webhook(receiver.uri(), KEY)
                    .webhookHour(Duration.ofMillis(1000)))) {
                client.put("ada", "{'email':'ada@example.com'}");
                client.control("POST", "/deliveries", "{'person':{'id':'ada'},'metrics':['sent']}");
                await(receiver, 2);

                assertThat(receiver.received().get(1).timestamp())
                        .isGreaterThan(receiver.received().get(0).timestamp());
                assertThat(receiver.received())
                        .allSatisfy(each -> assertThat(each.signature())
                                .isEqualTo(Signature.of(KEY, each.timestamp(), each.body())));
            }
        }
    }

    @Test
    void expiresWhatIsNeverTakenAndGoesOn() throws IOException {
        Integer[] refusals = new Integer[100];
        Arrays.fill(refusals, 500);
        try (Receiver receiver = new Receiver(refusals);
                SandboxClient client = SandboxClient.start(
                        CustomerIoSandbox.builder().webhook(receiver.uri(), KEY).webhookHour(Duration.ofMillis(1)))) {
            client.put("ada", "{'email':'ada@example.com'}");
            client.control("POST", "/deliveries", "{'person':{'id':'ada'},'metrics':['sent']}");

            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> client.inspect("/webhooks").path("expired").asInt() == 1);
            assertThat(client.inspect("/webhooks").path("waiting").asInt()).isZero();
        }
    }

    @Test
    void sendsCopiesThatAReceiverMustRecognise() throws IOException {
        try (Receiver receiver = new Receiver(200, 200, 401);
                SandboxClient client = start(receiver)) {
            client.control(
                    "POST",
                    "/deliveries",
                    "{'person':{'id':'ada'},'metrics':['sent'],'duplicates':1,'forged':1,'stale':1}");
            await(receiver, 4);
            List<Receiver.Received> all = receiver.received();

            assertThat(all.get(1).body()).isEqualTo(all.get(0).body());
            assertThat(all.get(2).signature())
                    .isNotEqualTo(
                            Signature.of(KEY, all.get(2).timestamp(), all.get(2).body()));
            assertThat(all.get(3).timestamp()).isLessThan(all.get(0).timestamp() - 3000);
            assertThat(all.get(3).signature())
                    .isEqualTo(
                            Signature.of(KEY, all.get(3).timestamp(), all.get(3).body()));
            Awaitility.await()
                    .until(() -> client.inspect("/webhooks").path("waiting").asInt() == 0);
            assertThat(client.inspect("/webhooks").path("refused").asInt()).isEqualTo(1);
        }
    }

    @Test
    void sendsAMailWhenACampaignsEventArrives() throws IOException {
        try (Receiver receiver = new Receiver();
                SandboxClient client = start(receiver)) {
            client.put("bo", "{'email':'bo@example.com'}");
            client.put("cy", "{'email':'cy@example.com','unsubscribed':true}");
            client.control(
                    "PUT",
                    "/campaigns",
                    "{'event':'upgrade_threshold_crossed','campaign_id':23,'action_id':96,'subject':'Hi',"
                            + "'metrics':['sent','clicked'],'only':['ada','cy']}");
            String event = "{'type':'person','action':'event','identifiers':{'id':'%s'},'name':'%s','id':'%s'%s}";
            client.batch(
                    event.formatted("bo", "upgrade_threshold_crossed", "1", ""),
                    event.formatted("cy", "upgrade_threshold_crossed", "2", ""),
                    event.formatted("ada", "another", "3", ""),
                    event.formatted("ada", "upgrade_threshold_crossed", "4", ",'timestamp':1000000000"),
                    event.formatted("ada", "upgrade_threshold_crossed", "5", ""),
                    event.formatted("ada", "upgrade_threshold_crossed", "5", ""));
            await(receiver, 2);

            assertThat(client.inspect("/webhooks").path("hooks")).hasSize(2);
            assertThat(metrics(receiver)).containsExactly("sent", "clicked");
            assertThat(body(receiver.received().get(0))
                            .at("/data/trigger_event_id")
                            .asText())
                    .isEqualTo("5");
        }
    }

    @Test
    void reportsAMailWithoutAnAddressAsUndeliverable() throws IOException {
        try (Receiver receiver = new Receiver();
                SandboxClient client = start(receiver)) {
            client.put("silent", "{}");
            client.control("POST", "/deliveries", "{'person':{'id':'silent'},'transactional_message_id':2}");
            await(receiver, 1);

            JsonNode body = body(receiver.received().get(0));
            assertThat(body.path("metric").asText()).isEqualTo("undeliverable");
            assertThat(body.at("/data/identifiers/email").isNull()).isTrue();
            assertThat(body.at("/data/failure_message").asText()).isEqualTo("no recipient");
            assertThat(body.at("/data/transactional_message_id").asInt()).isEqualTo(2);
        }
    }

    @Test
    void waitsForATargetToBeNamed() throws IOException {
        try (Receiver receiver = new Receiver();
                SandboxClient client = SandboxClient.start()) {
            client.put("ada", "{'email':'ada@example.com'}");
            client.control("POST", "/deliveries", "{'person':{'email':'ada@example.com'},'metrics':['sent']}");
            assertThat(client.inspect("/webhooks").path("waiting").asInt()).isEqualTo(1);

            client.control("PUT", "/webhooks", "{'url':'" + receiver.uri() + "','key':'k'}");
            await(receiver, 1);
            assertThat(client.control("PUT", "/webhooks", "{'url':'ftp://x'}").statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void refusesADeliveryToNobodyAndACampaignWithoutAnEvent() throws IOException {
        try (SandboxClient client = SandboxClient.start()) {
            assertThat(client.control("POST", "/deliveries", "{'person':{'id':'x'}}")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(client.control("PUT", "/campaigns", "[{}]").statusCode()).isEqualTo(400);
        }
    }
}
