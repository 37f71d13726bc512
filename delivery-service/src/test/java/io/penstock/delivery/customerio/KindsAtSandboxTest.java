package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.DeliveryV1.Kind;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every kind of delivery, from the record to what the stand-in for Customer.io holds afterwards. */
class KindsAtSandboxTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "ada");
    private static final ObjectRefV1 ACME = new ObjectRefV1("1", "acme");
    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = new Workspace();
        accepted(Deliveries.identify("0", "ada", "{\"plan\":\"pro\"}"));
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void eventsPagesAndScreensReachThePerson() throws Exception {
        accepted(
                Deliveries.track("1", "ada", "crossed", "{\"score\":0.82}"),
                of(Kind.PAGE, ADA, null, "https://example.com/pricing", "{}"));
        assertThat(workspace.person("ada").path("events").toString())
                .contains("crossed", "0.82", "https://example.com/pricing", "page");
    }

    @Test
    void anAnonymousEventJoinsThePersonWhoIsIdentifiedLater() throws Exception {
        accepted(of(Kind.TRACK, new IdentifierV1("anonymous_id", "anon_1"), null, "viewed", "{}"));
        assertThat(workspace.person("ada").path("events").toString()).doesNotContain("viewed");
        accepted(Deliveries.identify("2", "ada", "{\"anonymous_id\":\"anon_1\"}"));
        assertThat(workspace.person("ada").path("events").toString()).contains("viewed");
    }

    @Test
    void devicesComeAndGo() throws Exception {
        accepted(of(Kind.ADD_DEVICE, ADA, null, null, "{\"token\":\"tok_9f3\",\"platform\":\"ios\"}"));
        assertThat(workspace.person("ada").path("devices").toString()).contains("tok_9f3");
        accepted(of(Kind.REMOVE_DEVICE, ADA, null, null, "{\"token\":\"tok_9f3\"}"));
        assertThat(workspace.person("ada").path("devices").toString()).doesNotContain("tok_9f3");
    }

    @Test
    void thingsAndRelationsAreSeenFromBothSides() throws Exception {
        accepted(of(Kind.OBJECT, null, ACME, null, "{\"name\":\"Acme\"}"));
        accepted(of(Kind.RELATE, ADA, ACME, null, "{\"role\":\"admin\"}"));
        assertThat(workspace.app("objects/1/acme/attributes").toString()).contains("Acme");
        assertThat(workspace.app("objects/1/acme/relationships").toString()).contains("ada");
        assertThat(workspace.app("customers/ada/relationships").toString()).contains("acme", "admin");
        accepted(of(Kind.UNRELATE, ADA, ACME, null, "{}"));
        assertThat(workspace.app("customers/ada/relationships").toString()).doesNotContain("acme");
        accepted(of(Kind.DELETE_OBJECT, null, ACME, null, "{}"));
        assertThat(workspace.app("objects/1/acme/attributes").toString()).doesNotContain("Acme");
    }

    @Test
    void anAddressThatWasBlockedMayBeUsedAgain() throws Exception {
        accepted(Deliveries.erase("1", Kind.SUPPRESS, ADA), Deliveries.identify("2", "ada", "{\"plan\":\"free\"}"));
        assertThat(workspace.status("ada")).isEqualTo(404);
        accepted(Deliveries.erase("3", Kind.UNSUPPRESS, ADA), Deliveries.identify("4", "ada", "{\"plan\":\"team\"}"));
        assertThat(workspace.person("ada").toString()).contains("team").doesNotContain("pro");
    }

    @Test
    void oneTopicChangesAndTheOthersStay() throws Exception {
        accepted(Deliveries.identify(
                "1", "ada", "{\"cio_subscription_preferences\":{\"topics\":{\"topic_1\":true,\"topic_2\":true}}}"));
        accepted(Deliveries.identify("2", "ada", "{\"cio_subscription_preferences.topics.topic_1\":false}"));
        JsonNode attributes = workspace.person("ada").path("attributes");
        assertThat(attributes.path("cio_subscription_preferences").asText())
                .contains("\"topic_1\":false", "\"topic_2\":true");
    }

    private static DeliveryV1 of(Kind kind, IdentifierV1 address, ObjectRefV1 object, String event, String body) {
        return Deliveries.of(kind, address, object, event, body);
    }

    private void accepted(DeliveryV1... deliveries) {
        assertThat(workspace.ends(deliveries)).containsOnly(Ending.Kind.ACCEPTED);
    }
}
