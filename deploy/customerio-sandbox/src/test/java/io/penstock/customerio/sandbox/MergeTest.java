package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 22: what a merge keeps, moves and leaves behind. */
class MergeTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_773_532_800);

    private final SandboxClient client =
            SandboxClient.start(CustomerIoSandbox.builder().clock(() -> NOW));

    @BeforeEach
    void twoPeople() throws IOException {
        client.put("a", "{'plan':'pro'}");
        client.put("b", "{'email':'b@example.com','plan':'free','city':'Bonn'}");
    }

    @AfterEach
    void stop() {
        client.close();
    }

    private void merge() throws IOException {
        client.entity("{'type':'person','action':'merge','primary':{'id':'a'},'secondary':{'id':'b'}}");
    }

    @Test
    void fillsOnlyBlanksAndDeletesTheSecondary() throws IOException {
        merge();

        assertThat(client.people()).isEqualTo(1);
        assertThat(client.attribute("a", "plan")).isEqualTo("pro");
        assertThat(client.attribute("a", "city")).isEqualTo("Bonn");
        assertThat(client.exists("b")).isFalse();
        assertThat(client.byEmail("b@example.com").path("id").asText()).isEqualTo("a");
    }

    @Test
    void doesNothingWithoutAPrimary() throws IOException {
        assertThat(client.post("/api/v1/merge_customers", "{'primary':{'id':'nobody'},'secondary':{'id':'b'}}"))
                .isEqualTo(200);

        assertThat(client.verdict()).isEqualTo("dropped");
        assertThat(client.exists("b")).isTrue();
    }

    @Test
    void doesNothingWhenItIsRepeated() throws IOException {
        merge();
        client.put("a", "{'city':'Kiel'}");
        merge();

        assertThat(client.verdict()).isEqualTo("dropped");
        assertThat(client.people()).isEqualTo(1);
        assertThat(client.attribute("a", "city")).isEqualTo("Kiel");
    }

    @Test
    void takesAnEmailForEitherSide() throws IOException {
        client.put("c", "{'email':'c@example.com','zip':'53111'}");
        client.entity(
                "{'type':'person','action':'merge','primary':{'email':'b@example.com'},'secondary':{'email':'c@example.com'}}");

        assertThat(client.exists("c")).isFalse();
        assertThat(client.attribute("b", "zip")).isEqualTo("53111");
        assertThat(client.attribute("b", "email")).isEqualTo("b@example.com");
    }

    @Test
    void createsAFreshPersonWhenTheOldIdIsUsedAgain() throws IOException {
        merge();
        client.put("b", "{'plan':'again'}");

        assertThat(client.people()).isEqualTo(2);
        assertThat(client.attribute("b", "city")).isNull();
    }

    @Test
    void movesRecentEventsDevicesAndAnonymousIds() throws IOException {
        long old = NOW.minus(Duration.ofDays(31)).getEpochSecond();
        client.post("/api/v1/customers/b/events", "{'name':'recent'}");
        client.post("/api/v1/customers/b/events", "{'name':'old','timestamp':" + old + "}");
        client.put("b", "{'anonymous_id':'anon'}");
        client.entity(
                "{'type':'person','action':'add_device','identifiers':{'id':'b'},'device':{'token':'t','platform':'ios'}}");
        merge();
        client.post("/api/v1/events", "{'name':'after','anonymous_id':'anon'}");

        assertThat(client.inspect("/people/a").path("events").findValuesAsText("name"))
                .containsExactly("recent", "after");
        assertThat(client.inspect("/people/a").at("/devices/0/id").asText()).isEqualTo("t");
    }

    @Test
    void movesRelationshipsThatThePrimaryLacks() throws IOException {
        String relate = "{'type':'person','action':'add_relationships','identifiers':{'id':'%s'},'cio_relationships':["
                + "{'identifiers':{'object_type_id':'1','object_id':'%s'},'relationship_attributes':{'role':'%s'}}]}";
        client.entity(relate.formatted("a", "acme", "admin"));
        client.entity(relate.formatted("b", "acme", "guest"));
        client.entity(relate.formatted("b", "other", "owner"));
        merge();

        assertThat(client.app("/v1/customers/a/relationships")
                        .path("cio_relationships")
                        .findValuesAsText("role"))
                .containsExactly("admin", "owner");
        assertThat(client.app("/v1/objects/1/acme/relationships").path("cio_relationships"))
                .hasSize(1);
    }

    @Test
    void keepsTheHistoryOfBoth() throws IOException {
        client.post("/api/v1/customers/b/events", "{'name':'seen'}");
        merge();

        assertThat(client.app("/v1/customers/a/activities").path("activities").findValuesAsText("type"))
                .containsExactly("profile_merge", "event", "profile_create", "profile_create");
    }
}
