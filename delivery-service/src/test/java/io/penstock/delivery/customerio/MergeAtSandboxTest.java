package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.delivery.core.Ending;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges and the ends of people, from the delivery to what the stand-in for Customer.io holds afterwards. */
class MergeAtSandboxTest {
    private static final IdentifierV1 ADA = new IdentifierV1("customerio_id", "usr_8472");
    private static final IdentifierV1 OLD = new IdentifierV1("customerio_id", "usr_1");

    private Workspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = new Workspace();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void makesTwoPeopleOneAfterEverythingThatWasSentBefore() throws Exception {
        workspace.ends(
                Deliveries.identify("1", "usr_1", "{\"plan\":\"free\",\"city\":\"Bonn\"}"),
                Deliveries.identify("2", "usr_8472", "{\"plan\":\"pro\"}"));
        assertThat(workspace.ends(
                        Deliveries.identify("3", "usr_8472", "{\"plan\":\"team\"}"),
                        Deliveries.merge("4", ADA, OLD),
                        Deliveries.identify("5", "usr_8472", "{\"score\":1}")))
                .containsOnly(Ending.Kind.ACCEPTED);
        assertThat(workspace.status("usr_1")).isEqualTo(404);
        assertThat(workspace.person("usr_8472").toString())
                .contains("team", "Bonn", "score")
                .doesNotContain("free");
    }

    @Test
    void isToldThatAMergeIntoNobodyWasAcceptedAlthoughNothingHappened() throws Exception {
        workspace.ends(Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"));
        assertThat(workspace.ends(Deliveries.merge("2", ADA, OLD))).containsExactly(Ending.Kind.ACCEPTED);
        assertThat(workspace.status("usr_1")).isEqualTo(200);
        assertThat(workspace.status("usr_8472")).isEqualTo(404);
    }

    @Test
    void changesNothingWhenAMergeIsRepeated() throws Exception {
        workspace.ends(
                Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                Deliveries.identify("2", "usr_8472", "{\"plan\":\"pro\"}"));
        workspace.ends(Deliveries.merge("3", ADA, OLD));
        JsonNode once = workspace.person("usr_8472");
        assertThat(workspace.ends(Deliveries.merge("3", ADA, OLD))).containsExactly(Ending.Kind.ACCEPTED);
        assertThat(workspace.person("usr_8472")).isEqualTo(once);
        assertThat(workspace.status("usr_1")).isEqualTo(404);
    }

    @Test
    void removesAPersonAndMayCreateAnotherAfterwards() throws Exception {
        assertThat(workspace.ends(
                        Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                        Deliveries.erase("2", DeliveryV1.Kind.DELETE, OLD)))
                .containsOnly(Ending.Kind.ACCEPTED);
        assertThat(workspace.status("usr_1")).isEqualTo(404);
        workspace.ends(Deliveries.identify("3", "usr_1", "{\"plan\":\"pro\"}"));
        assertThat(workspace.person("usr_1").toString()).contains("pro").doesNotContain("Bonn");
    }

    @Test
    void removesAPersonForGood() throws Exception {
        workspace.ends(
                Deliveries.identify("1", "usr_1", "{\"city\":\"Bonn\"}"),
                Deliveries.erase("2", DeliveryV1.Kind.SUPPRESS, OLD),
                Deliveries.identify("3", "usr_1", "{\"plan\":\"pro\"}"));
        assertThat(workspace.status("usr_1")).isEqualTo(404);
    }
}
