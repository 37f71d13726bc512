package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 16 and 28: what was received, what became of it, and when it shows. */
class InspectionTest {

    private SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void listsEveryItemWithExactlyItsJson() throws IOException {
        String item =
                "{ \"type\":\"person\", \"action\":\"identify\",\n \"identifiers\":{\"id\":\"ü\"},\"attributes\":{\"v\":1.50} }";
        client.track("POST", "/api/v2/batch", "{\"batch\":[ " + item + " , {\"type\":\"x\"}]}");

        String all = client.control("GET", "/requests", "").body();
        JsonNode first = client.inspect("/requests").at("/operations/0");
        assertThat(all).contains(item);
        assertThat(first.path("bytes").asInt()).isEqualTo(item.length() + 1);
        assertThat(first.path("batch_index").asInt()).isZero();
        assertThat(first.path("path").asText()).isEqualTo("/api/v2/batch");
        assertThat(first.at("/identifiers/id").asText()).isEqualTo("ü");
        JsonNode second = client.inspect("/requests?since=1").at("/operations/0");
        assertThat(second.path("verdict").asText()).isEqualTo("rejected");
        assertThat(second.path("reason").asText()).startsWith("type: must be one of");
    }

    @Test
    void pagesBySequenceNumber() throws IOException {
        for (int i = 0; i < 5; i++) {
            client.put("p" + i, "{}");
        }
        JsonNode page = client.inspect("/requests?since=2&limit=2");

        assertThat(page.path("operations").findValuesAsText("seq")).containsExactly("3", "4");
        assertThat(page.path("next").asInt()).isEqualTo(4);
        assertThat(page.path("last").asInt()).isEqualTo(5);
        assertThat(client.inspect("/requests?since=99").path("operations")).isEmpty();
    }

    @Test
    void countsEveryAcceptedOperationExactlyOnce() throws IOException {
        client.put("a", "{'_timestamp':200,'email':'a@example.com','plan':'pro'}");
        client.put("a", "{'_timestamp':100,'plan':'free'}");
        client.put("b", "{'email':'b@example.com'}");
        client.put("b", "{'email':'a@example.com'}");
        client.put("cio_none", "{}");
        client.post("/api/v1/customers/a/events", "{'name':'e','id':'1'}");
        client.post("/api/v1/customers/a/events", "{'name':'e','id':'1'}");
        client.post("/api/v1/customers/a/events", "{}");

        JsonNode summary = client.inspect("/summary");
        assertThat(summary.path("received").asInt()).isEqualTo(8);
        assertThat(summary.path("accepted").asInt()).isEqualTo(7);
        assertThat(summary.path("applied").asInt()).isEqualTo(3);
        assertThat(summary.path("skipped-stale").asInt()).isEqualTo(1);
        assertThat(summary.path("failed-identifier").asInt()).isEqualTo(1);
        assertThat(summary.path("dropped").asInt()).isEqualTo(1);
        assertThat(summary.path("ignored-duplicate").asInt()).isEqualTo(1);
        assertThat(summary.path("rejected").asInt()).isEqualTo(1);
        assertThat(summary.path("balanced").asBoolean()).isTrue();
        assertThat(summary.at("/by_action/person event/ignored-duplicate").asInt())
                .isEqualTo(1);
    }

    @Test
    void recordsUnauthorisedCallsAsRejected() throws IOException {
        client.send("POST", "/api/v2/entity", "Basic eDp5", "{}");

        JsonNode received = client.inspect("/requests").at("/operations/0");
        assertThat(received.path("status").asInt()).isEqualTo(401);
        assertThat(received.path("reason").asText()).isEqualTo("wrong credentials");
    }

    @Test
    void appliesLaterWhenAskedTo() throws IOException {
        client.close();
        client = SandboxClient.start(CustomerIoSandbox.builder().applyDelay(Duration.ofMinutes(5)));
        client.put("a", "{}");

        assertThat(client.exists("a")).isFalse();
        assertThat(client.verdict()).isEqualTo("pending");
        assertThat(client.inspect("/summary").path("balanced").asBoolean()).isTrue();
    }

    @Test
    void makesADelayedOperationVisibleInOrder() throws IOException {
        client.close();
        client = SandboxClient.start(CustomerIoSandbox.builder().applyDelay(Duration.ofMillis(30)));
        client.put("a", "{'plan':'free'}");
        client.put("a", "{'plan':'pro'}");

        assertThat(client.control("POST", "/settle", "").statusCode()).isEqualTo(200);
        assertThat(client.attribute("a", "plan")).isEqualTo("pro");

        client.put("late", "{}");
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> client.exists("late"));
    }

    @Test
    void forgetsEverythingOnReset() throws IOException {
        client.put("a", "{}");
        client.control("PUT", "/campaigns", "[{'event':'e'}]");
        client.control("PUT", "/faults", "[{'status':503}]");
        client.control("POST", "/reset", "");

        assertThat(client.people()).isZero();
        assertThat(client.inspect("/summary").path("received").asInt()).isZero();
        assertThat(client.inspect("/campaigns")).isEmpty();
        assertThat(client.put("a", "{}")).isEqualTo(200);
        assertThat(client.attribute("a", "cio_id")).isEqualTo("a3000001");
    }

    @Test
    void showsAPersonByAnyIdentifier() throws IOException {
        client.put("a", "{'email':'a@example.com'}");

        assertThat(client.inspect("/people/a@example.com").path("id").asText()).isEqualTo("a");
        assertThat(client.inspect("/people/a3000001").path("id").asText()).isEqualTo("a");
        assertThat(client.control("GET", "/people/a?id_type=email", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void isHealthy() throws IOException {
        assertThat(client.inspect("/health").path("status").asText()).isEqualTo("UP");
    }

    @Test
    void holdsManyOperations() throws IOException {
        int batches = 100;
        int size = 200;
        for (int b = 0; b < batches; b++) {
            int from = b * size;
            client.batch(IntStream.range(from, from + size)
                    .mapToObj(i -> "{'type':'person','action':'event','identifiers':{'id':'p" + i % 1000
                            + "'},'name':'e','id':'ev" + i / 2 + "','attributes':{'n':" + i + "}}")
                    .toArray(String[]::new));
        }

        JsonNode summary = client.inspect("/summary");
        assertThat(summary.path("received").asInt()).isEqualTo(batches * size);
        assertThat(summary.path("applied").asInt()).isEqualTo(batches * size / 2);
        assertThat(summary.path("ignored-duplicate").asInt()).isEqualTo(batches * size / 2);
        assertThat(client.inspect("/requests?limit=20000").path("operations")).hasSize(batches * size);
    }

    @Test
    void refusesAParameterThatIsNoNumber() throws IOException {
        assertThat(client.control("GET", "/requests?since=abc", "").statusCode())
                .isEqualTo(400);
    }
}
