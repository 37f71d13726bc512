package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.DeliveryV1.Kind;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ObjectRefV1;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every kind of delivery, from the record to what the stand-in for Customer.io holds afterwards, which is the same
 * whatever carried it.
 */
abstract class KindsContract {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "ada");
    private static final ObjectRefV1 ACME = new ObjectRefV1("1", "acme");
    private static final IdentifierV1 VISITOR = new IdentifierV1("anonymous_id", "anon_1");
    Workspace workspace;
    private int deliveries;

    /** Settings of the connection, as JSON. */
    abstract String settings();

    @BeforeEach
    void open() throws IOException {
        workspace = new Workspace(CustomerIoSandbox.builder(), settings());
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
                of(Kind.PAGE, ADA, null, "https://example.com/pricing", "{}"),
                of(Kind.SCREEN, ADA, null, "Cart", "{}"));
        assertThat(workspace.person("ada").path("events").toString())
                .contains("crossed", "0.82", "https://example.com/pricing", "page", "Cart", "screen");
    }

    @Test
    void anEventHasItsTimeAndIsTakenOnce() throws Exception {
        DeliveryV1 crossed = Deliveries.track("1", "ada", "crossed", "{}");
        accepted(crossed);
        accepted(crossed);
        JsonNode events = workspace.person("ada").path("events");
        assertThat(events).hasSize(1);
        assertThat(events.path(0).path("id").asText()).isEqualTo("1");
        assertThat(events.path(0).path("timestamp").asLong()).isEqualTo(1773532800L);
    }

    @Test
    void anAttributeGoesWhenItIsUnset() throws Exception {
        accepted(Deliveries.identify("1", "ada", "{\"tier\":\"a\"}", "plan"));
        assertThat(workspace.person("ada").path("attributes").toString())
                .contains("tier")
                .doesNotContain("plan");
    }

    @Test
    void peopleAreAddressedByEmailAndByTheIdThatTheWorkspaceGaveThem() throws Exception {
        IdentifierV1 bo = new IdentifierV1("email", "bo@example.com");
        accepted(of(Kind.IDENTIFY, bo, null, null, "{\"plan\":\"team\"}"));
        String cioId =
                workspace.person("bo@example.com").at("/attributes/cio_id").asText();
        accepted(of(Kind.IDENTIFY, new IdentifierV1("cio_id", cioId), null, null, "{\"city\":\"Bonn\"}"));
        assertThat(workspace.person("bo@example.com").path("attributes").toString())
                .contains("team", "Bonn");
    }

    @Test
    void twoPeopleBecomeOne() throws Exception {
        accepted(Deliveries.identify("1", "old", "{\"city\":\"Bonn\"}"));
        accepted(Deliveries.merge("2", ADA, new IdentifierV1("customerio_id", "old")));
        assertThat(workspace.status("old")).isEqualTo(404);
        assertThat(workspace.person("ada").toString()).contains("Bonn", "pro");
    }

    @Test
    void aPersonIsDeletedAndMayComeBack() throws Exception {
        accepted(Deliveries.erase("1", Kind.DELETE, ADA));
        assertThat(workspace.status("ada")).isEqualTo(404);
        accepted(Deliveries.identify("2", "ada", "{\"plan\":\"free\"}"));
        assertThat(workspace.person("ada").toString()).contains("free").doesNotContain("pro");
    }

    @Test
    void whatSomebodyDidBeforeBeingKnownJoinsThePersonWhoIsIdentifiedLater() throws Exception {
        accepted(
                of(Kind.TRACK, VISITOR, null, "viewed", "{\"sku\":7}"),
                of(Kind.PAGE, VISITOR, null, "https://example.com/pricing", "{}"),
                of(Kind.SCREEN, VISITOR, null, "Cart", "{}"));
        assertThat(workspace.person("ada").path("events").toString()).doesNotContain("viewed");
        accepted(Deliveries.identify("2", "ada", "{\"anonymous_id\":\"anon_1\"}"));
        assertThat(workspace.person("ada").path("events").toString())
                .contains("viewed", "\"sku\":7", "https://example.com/pricing", "page", "Cart", "screen", "1773532800");
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

    private DeliveryV1 of(Kind kind, IdentifierV1 address, ObjectRefV1 object, String event, String body) {
        return Deliveries.of("of-" + deliveries++, kind, address, object, event, body);
    }

    void accepted(DeliveryV1... deliveries) {
        assertThat(workspace.ends(deliveries)).containsOnly(Ending.Kind.ACCEPTED);
    }
}
