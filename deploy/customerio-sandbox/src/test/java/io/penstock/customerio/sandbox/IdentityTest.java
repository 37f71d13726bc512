package io.penstock.customerio.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.Identifiers;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings.ReusedEmail;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettingsBuilder;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 17, 18 and 20: the nine cases of table 6.2. All of them answer 200. */
class IdentityTest {

    private static final String ELSEWHERE = "The identifier is already associated with a different profile.";

    private SandboxClient client = SandboxClient.start();

    @AfterEach
    void stop() {
        client.close();
    }

    private void with(WorkspaceSettingsBuilder settings) {
        client.close();
        client = SandboxClient.start(CustomerIoSandbox.builder().workspace(settings.build()));
    }

    private void identify(String identifiers, String attributes) throws IOException {
        String call = "{'type':'person','action':'identify','identifiers':" + identifiers + ",'attributes':"
                + attributes + "}";
        assertThat(client.entity(call)).isEqualTo(200);
    }

    private String cioId(String id) throws IOException {
        return client.attribute(id, "cio_id");
    }

    @Test
    void case1UpdatesAKnownPerson() throws IOException {
        client.put("x", "{'plan':'free'}");
        client.put("x", "{'id':'x','plan':'pro'}");

        assertThat(client.people()).isEqualTo(1);
        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
    }

    @Test
    void case2CreatesAnUnknownPerson() throws IOException {
        client.put("x", "{'email':'x@example.com'}");

        assertThat(client.byEmail("X@EXAMPLE.com").path("id").asText()).isEqualTo("x");
        assertThat(client.activities()).containsExactly("profile_create");
    }

    @Test
    void case3GivesTheNewIdToTheOwnerOfTheEmail() throws IOException {
        client.put("y@example.com", "{'plan':'pro'}");
        client.put("x", "{'email':'y@example.com','seen':1}");

        assertThat(client.people()).isEqualTo(1);
        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
        assertThat(client.attribute("x", "seen")).isEqualTo("1");
    }

    @Test
    void case3ReplacesTheIdOfTheOwnerAsTheTipSays() throws IOException {
        client.put("first", "{'email':'y@example.com'}");
        client.put("second", "{'email':'y@example.com'}");

        assertThat(client.people()).isEqualTo(1);
        assertThat(client.exists("first")).isFalse();
        assertThat(client.byEmail("y@example.com").path("id").asText()).isEqualTo("second");
    }

    @Test
    void case3FailsInsteadWhenTheSwitchSaysSo() throws IOException {
        with(WorkspaceSettings.builder().reusedEmail(ReusedEmail.FAIL));
        client.put("first", "{'email':'y@example.com'}");
        client.put("second", "{'email':'y@example.com'}");

        assertThat(client.verdict()).isEqualTo("failed-identifier");
        assertThat(client.exists("second")).isFalse();
        assertThat(client.exists("first")).isTrue();
    }

    @Test
    void case4LeavesTheEmailAndAppliesTheRest() throws IOException {
        client.put("x", "{'email':'x@example.com'}");
        client.put("y", "{'email':'y@example.com'}");
        assertThat(client.put("x", "{'email':'y@example.com','plan':'pro'}")).isEqualTo(200);

        assertThat(client.verdict()).isEqualTo("failed-identifier");
        assertThat(client.failure()).isEqualTo(ELSEWHERE);
        assertThat(client.attribute("x", "email")).isEqualTo("x@example.com");
        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
    }

    @Test
    void case4AppliesNothingWhenTheSwitchSaysSo() throws IOException {
        with(WorkspaceSettings.builder().applyRestOnConflict(false));
        client.put("x", "{'email':'x@example.com'}");
        client.put("y", "{'email':'y@example.com'}");
        client.put("x", "{'email':'y@example.com','plan':'pro'}");

        assertThat(client.attribute("x", "plan")).isNull();
    }

    @Test
    void case4MergesTwoHalvesAndKeepsTheOlder() throws IOException {
        client.put("y@example.com", "{'from':'newsletter'}");
        client.put("x", "{'plan':'pro'}");
        String older = client.byEmail("y@example.com").path("cio_id").asText();
        client.put("x", "{'email':'y@example.com'}");

        assertThat(client.people()).isEqualTo(1);
        assertThat(cioId("x")).isEqualTo(older);
        assertThat(client.attribute("x", "from")).isEqualTo("newsletter");
        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
        assertThat(client.activities()).contains("profile_merge");
        assertThat(client.verdict()).isEqualTo("applied");
    }

    @Test
    void case4MergesTwoHalvesAddressedByEmailToo() throws IOException {
        client.put("x", "{'plan':'pro'}");
        client.put("y@example.com", "{}");
        client.put("y@example.com", "{'id':'x'}");

        assertThat(client.people()).isEqualTo(1);
        assertThat(client.byEmail("y@example.com").path("id").asText()).isEqualTo("x");
    }

    @Test
    void case4FailsWithoutAutoMerge() throws IOException {
        with(WorkspaceSettings.builder().autoMerge(false));
        client.put("y@example.com", "{}");
        client.put("x", "{}");
        client.put("x", "{'email':'y@example.com'}");

        assertThat(client.people()).isEqualTo(2);
        assertThat(client.failure()).isEqualTo(ELSEWHERE);
    }

    @Test
    void case5NeedsTheSettingToChangeAnEmailById() throws IOException {
        client.put("x", "{'email':'old@example.com'}");
        client.put("x", "{'email':'new@example.com'}");

        assertThat(client.verdict()).isEqualTo("failed-identifier");
        assertThat(client.attribute("x", "email")).isEqualTo("old@example.com");
    }

    @Test
    void case5ChangesAnEmailByIdWithTheSetting() throws IOException {
        with(WorkspaceSettings.builder().allowEmailUpdateById(true));
        client.put("x", "{'email':'old@example.com'}");
        client.put("x", "{'email':'new@example.com'}");

        assertThat(client.byEmail("new@example.com").path("id").asText()).isEqualTo("x");
        assertThat(client.byEmail("old@example.com").isMissingNode()).isTrue();
    }

    @Test
    void case6ChangesIdentifiersByCioId() throws IOException {
        client.put("x", "{'email':'old@example.com'}");
        client.put("cio_" + cioId("x"), "{'id':'z','email':'new@example.com'}");

        assertThat(client.exists("x")).isFalse();
        assertThat(client.byEmail("new@example.com").path("id").asText()).isEqualTo("z");
    }

    @Test
    void case7DropsAnUnknownCioId() throws IOException {
        assertThat(client.put("cio_a3999999", "{'id':'x'}")).isEqualTo(200);

        assertThat(client.verdict()).isEqualTo("dropped");
        assertThat(client.people()).isZero();
    }

    @Test
    void case7DropsADeletedCioId() throws IOException {
        client.put("x", "{}");
        String former = cioId("x");
        client.track("DELETE", "/api/v1/customers/x", "");
        identify("{'cio_id':'" + former + "'}", "{'plan':'pro'}");

        assertThat(client.verdict()).isEqualTo("dropped");
    }

    @Test
    void case8NeverCreatesWithUpdate() throws IOException {
        client.put("x", "{'_update':true,'plan':'pro'}");
        identify("{'email':'x@example.com'}", "{'_update':true}");

        assertThat(client.people()).isZero();
        assertThat(client.verdicts()).containsOnly("failed-identifier");
        assertThat(client.activities()).containsOnly("failed_attribute_change");
    }

    @Test
    void case8UpdatesAKnownPersonWithUpdateAndKeepsNoSuchAttribute() throws IOException {
        client.put("x", "{}");
        client.put("x", "{'_update':true,'plan':'pro'}");

        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
        assertThat(client.attribute("x", "_update")).isNull();
    }

    @Test
    void case9IgnoresASuppressedIdentifierUntilFreed() throws IOException {
        client.put("x", "{'email':'x@example.com'}");
        client.post("/api/v1/customers/x/suppress", "{}");
        assertThat(client.put("x", "{'plan':'pro'}")).isEqualTo(200);
        assertThat(client.put("x@example.com", "{'plan':'pro'}")).isEqualTo(200);
        client.post("/api/v1/customers/x/events", "{'name':'e'}");

        assertThat(client.people()).isZero();
        assertThat(client.verdicts()).containsExactly("applied", "applied", "dropped", "dropped", "dropped");

        client.entity("{'type':'person','action':'unsuppress','identifiers':{'id':'x'}}");
        client.put("x", "{'plan':'pro'}");
        assertThat(client.attribute("x", "email")).isNull();
        assertThat(client.attribute("x", "plan")).isEqualTo("pro");
    }

    @Test
    void givesANewCioIdAfterADelete() throws IOException {
        client.put("x", "{'plan':'pro'}");
        String former = cioId("x");
        client.entity("{'type':'person','action':'delete','identifiers':{'id':'x'}}");
        client.put("x", "{}");

        assertThat(cioId("x")).isNotEqualTo(former);
        assertThat(client.attribute("x", "plan")).isNull();
    }

    @Test
    void answersTheDeletionOfNobodyWithSuccess() throws IOException {
        assertThat(client.track("DELETE", "/api/v1/customers/nobody", "").statusCode())
                .isEqualTo(200);
        assertThat(client.verdict()).isEqualTo("applied");
    }

    @Test
    void keepsIdsApartByCase() throws IOException {
        client.put("User", "{}");
        client.put("user", "{}");

        assertThat(client.people()).isEqualTo(2);
    }

    @Test
    void refusesToRemoveTheOnlyIdentifier() throws IOException {
        client.put("x@example.com", "{}");
        client.put("x@example.com", "{'email':null}");

        assertThat(client.verdict()).isEqualTo("failed-identifier");
        assertThat(client.byEmail("x@example.com").isMissingNode()).isFalse();
    }

    @Test
    void letsTwoPeopleShareAnEmailInAnIdOnlyWorkspace() throws IOException {
        with(WorkspaceSettings.builder().identifiers(Identifiers.ID_ONLY));
        client.put("a", "{'email':'same@example.com'}");
        client.put("b", "{'email':'same@example.com'}");
        client.put("c@example.com", "{}");

        assertThat(client.app("/v1/customers?email=same%40example.com").path("results"))
                .hasSize(2);
        assertThat(client.exists("c@example.com")).isTrue();
        assertThat(client.entity("{'type':'person','action':'delete','identifiers':{'email':'a@b.c'}}"))
                .isEqualTo(400);
    }

    @Test
    void knowsPhonesWhenTheWorkspaceDoes() throws IOException {
        with(WorkspaceSettings.builder().phoneIdentifier(true));
        identify("{'phone':'+15551234567'}", "{'id':'x'}");

        assertThat(client.attribute("x", "phone")).isEqualTo("+15551234567");
    }
}
