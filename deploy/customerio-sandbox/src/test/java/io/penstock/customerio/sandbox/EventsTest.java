package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 21: events, their ids, unknown and anonymous people. */
class EventsTest {

    private static final Instant START = Instant.ofEpochSecond(1_773_532_800);

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final SandboxClient client = start(WorkspaceSettings.documented());

    private SandboxClient start(WorkspaceSettings settings) {
        return SandboxClient.start(CustomerIoSandbox.builder().clock(now::get).workspace(settings));
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private void event(String identifiers, String rest) throws IOException {
        client.entity("{'type':'person','action':'event','identifiers':" + identifiers + ",'name':'e'" + rest + "}");
    }

    private JsonNode events(String id) throws IOException {
        return client.inspect("/people/" + id).path("events");
    }

    @Test
    void ignoresARepeatedIdWithSuccess() throws IOException {
        event("{'id':'a'}", ",'id':'01HZY3N1A00000000000000EV1'");
        client.post("/api/v1/customers/a/events", "{'name':'e','id':'01HZY3N1A00000000000000EV1'}");

        assertThat(events("a")).hasSize(1);
        assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate");
        assertThat(client.inspect("/summary").path("ignored-duplicate").asInt()).isEqualTo(1);
    }

    @Test
    void keepsRepeatsWithoutAnId() throws IOException {
        event("{'id':'a'}", "");
        event("{'id':'a'}", "");

        assertThat(events("a")).hasSize(2);
    }

    @Test
    void ignoresARepeatInsideOneBatch() throws IOException {
        String item = "{'type':'person','action':'event','identifiers':{'id':'a'},'name':'e','id':'one'}";
        client.batch(item, item);

        assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate");
    }

    @Test
    void forgetsAnIdAfterTheWindow() throws IOException {
        event("{'id':'a'}", ",'id':'one'");
        now.set(START.plus(Duration.ofDays(30)));
        event("{'id':'a'}", ",'id':'one'");
        now.set(START.plus(Duration.ofDays(31)));
        event("{'id':'a'}", ",'id':'one'");

        assertThat(client.verdicts()).containsExactly("applied", "ignored-duplicate", "applied");
    }

    @Test
    void createsAnUnknownPerson() throws IOException {
        event("{'email':'ghost@example.com'}", "");

        assertThat(client.byEmail("ghost@example.com").isMissingNode()).isFalse();
    }

    @Test
    void dropsTheEventOfAnUnknownPersonWhenTheSwitchSaysSo() throws IOException {
        try (SandboxClient strict =
                start(WorkspaceSettings.builder().unknownPerson(Unknown.DROP).build())) {
            strict.post("/api/v1/customers/ghost/events", "{'name':'e'}");

            assertThat(strict.people()).isZero();
            assertThat(strict.verdict()).isEqualTo("dropped");
            assertThat(strict.activities()).containsExactly("failed_event");
        }
    }

    @Test
    void marksEventsOlderThanThreeDaysAsHistory() throws IOException {
        long young = START.minus(Duration.ofHours(72)).getEpochSecond();
        event("{'id':'a'}", ",'timestamp':" + young);
        event("{'id':'a'}", ",'timestamp':" + (young - 1));

        assertThat(events("a").findValuesAsText("can_trigger")).containsExactly("true", "false");
    }

    @Test
    void joinsAnonymousEventsOnIdentifyAndForFiveMinutesMore() throws IOException {
        client.post("/api/v1/events", "{'name':'before','anonymous_id':'anon'}");
        client.put("a", "{'anonymous_id':'anon'}");
        now.set(START.plus(Duration.ofMinutes(5)));
        event("{'anonymous_id':'anon'}", "");
        now.set(START.plus(Duration.ofMinutes(6)));
        event("{'anonymous_id':'anon'}", "");
        assertThat(events("a").findValuesAsText("name")).containsExactly("before", "e");

        client.put("a", "{'anonymous_id':'anon'}");
        assertThat(events("a")).hasSize(3);
    }

    @Test
    void losesAnonymousEventsAfterThirtyDays() throws IOException {
        client.post("/api/v1/events", "{'name':'before','anonymous_id':'anon'}");
        now.set(START.plus(Duration.ofDays(31)));
        client.put("a", "{'anonymous_id':'anon'}");

        assertThat(events("a")).isEmpty();
    }

    @Test
    void doesNotBindAnAnonymousIdTwice() throws IOException {
        client.put("a", "{'anonymous_id':'anon'}");
        client.put("b", "{'anonymous_id':'anon'}");
        event("{'anonymous_id':'anon'}", "");

        assertThat(events("a")).hasSize(1);
        assertThat(events("b")).isEmpty();
    }

    @Test
    void takesTheInviteFormWithARecipientOnly() throws IOException {
        assertThat(client.post("/api/v1/events", "{'name':'invite','data':{'recipient':'new@example.com'}}"))
                .isEqualTo(200);
        assertThat(client.people()).isZero();
    }
}
