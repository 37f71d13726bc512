package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a state directory a restart continues where the process ended. */
class RestartTest {

    @TempDir
    private Path state;

    private SandboxClient start() {
        return SandboxClient.start(CustomerIoSandbox.builder().stateDir(state));
    }

    private static void fill(SandboxClient client) throws IOException {
        client.put("a", "{'email':'a@example.com','plan':'pro','_timestamp':100}");
        client.put("b@example.com", "{'v':1.50}");
        client.batch(
                "{'type':'person','action':'event','identifiers':{'id':'a'},'name':'e','id':'one'}",
                "{'type':'person'}",
                "{'type':'object','action':'identify','identifiers':{'object_type_id':'1','object_id':'acme'},"
                        + "'cio_relationships':[{'identifiers':{'id':'a'}}]}");
        client.post("/api/v1/customers/gone/suppress", "{}");
        client.track("POST", "/api/v1/customers/a/events", "{\"name\":");
        client.post("/api/v1/merge_customers", "{'primary':{'id':'a'},'secondary':{'email':'b@example.com'}}");
    }

    @Test
    void continuesWithTheSamePeopleEventsAndRecord() throws IOException {
        JsonNode requests;
        JsonNode person;
        JsonNode summary;
        JsonNode activities;
        try (SandboxClient client = start()) {
            fill(client);
            requests = client.inspect("/requests");
            person = client.inspect("/people/a");
            summary = client.inspect("/summary");
            activities = client.app("/v1/activities?limit=100");
        }
        try (SandboxClient client = start()) {
            assertThat(client.inspect("/requests")).isEqualTo(requests);
            assertThat(client.inspect("/people/a")).isEqualTo(person);
            assertThat(client.inspect("/summary")).isEqualTo(summary);
            assertThat(client.app("/v1/activities?limit=100")).isEqualTo(activities);

            client.post("/api/v1/customers/a/events", "{'name':'e','id':'one'}");
            assertThat(client.verdict()).isEqualTo("ignored-duplicate");
            client.put("gone", "{}");
            assertThat(client.verdict()).isEqualTo("dropped");
            client.put("new", "{}");
            assertThat(client.attribute("new", "cio_id")).isEqualTo("a3000003");
        }
    }

    @Test
    void appliesWhatWasAcceptedButNotYetApplied() throws IOException {
        try (SandboxClient client =
                SandboxClient.start(CustomerIoSandbox.builder().stateDir(state).applyDelay(Duration.ofMinutes(5)))) {
            client.put("a", "{'plan':'pro'}");
            assertThat(client.exists("a")).isFalse();
        }
        try (SandboxClient client = start()) {
            assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        }
    }

    @Test
    void dropsALineCutShort() throws IOException {
        try (SandboxClient client = start()) {
            client.put("a", "{}");
        }
        Path journal = state.resolve("operations.ndjson");
        Files.writeString(journal, "{\"kind\":\"operation\",\"seq\":2,\"pa", StandardOpenOption.APPEND);
        try (SandboxClient client = start()) {
            client.put("b", "{}");
        }
        try (SandboxClient client = start()) {
            assertThat(client.people()).isEqualTo(2);
            assertThat(client.inspect("/requests").path("last").asInt()).isEqualTo(2);
        }
    }

    @Test
    void forgetsOnResetForGood() throws IOException {
        try (SandboxClient client = start()) {
            fill(client);
            client.control("POST", "/reset", "");
            client.put("z", "{}");
        }
        try (SandboxClient client = start()) {
            assertThat(client.people()).isEqualTo(1);
        }
    }

    @Test
    void keepsWaitingWebhooksAndSendsNoMailTwice() throws IOException {
        JsonNode hooks;
        try (SandboxClient client = start()) {
            client.control("PUT", "/campaigns", "[{'event':'e','campaign_id':9,'metrics':['sent','opened']}]");
            client.put("a", "{'email':'a@example.com'}");
            client.post("/api/v1/customers/a/events", "{'name':'e','id':'one'}");
            hooks = client.inspect("/webhooks");
            assertThat(hooks.path("waiting").asInt()).isEqualTo(2);
        }
        try (SandboxClient client = start()) {
            assertThat(client.inspect("/webhooks")).isEqualTo(hooks);
            assertThat(client.inspect("/campaigns").at("/0/campaign_id").asInt())
                    .isEqualTo(9);
        }
    }

    @Test
    void sendsTheMailThatAProcessDiedBefore() throws IOException {
        try (SandboxClient client = start()) {
            client.control("PUT", "/campaigns", "[{'event':'e','metrics':['sent']}]");
            client.put("a", "{'email':'a@example.com'}");
            client.post("/api/v1/customers/a/events", "{'name':'e','id':'one'}");
        }
        Path journal = state.resolve("operations.ndjson");
        Files.write(
                journal,
                Files.readAllLines(journal).stream()
                        .filter(line -> !line.contains("\"kind\":\"hook\""))
                        .toList());
        try (SandboxClient client = start()) {
            assertThat(client.inspect("/webhooks").path("waiting").asInt()).isEqualTo(1);
            assertThat(((ObjectNode) client.inspect("/webhooks").at("/hooks/0"))
                            .path("operation")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void refusesAStateDirectoryInUse() {
        try (SandboxClient client = start()) {
            assertThat(client.sandbox().baseUri()).isNotNull();
            assertThatThrownBy(() -> CustomerIoSandbox.builder().stateDir(state).start())
                    .hasMessageContaining("in use");
        }
    }
}
