package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.penstock.customerio.sandbox.CustomerIoSandbox;
import io.penstock.delivery.core.Ending;
import io.penstock.delivery.core.Region;
import io.penstock.schemas.DeliveryV1;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Accounts in one region and connections configured for another, with the stand-in as both. */
class RegionAtSandboxTest {
    private static final DeliveryV1 CALL = Deliveries.identify("1", "ada", "{\"plan\":\"pro\"}");

    @Test
    void anAccountWhereItIsConfiguredIsConfirmed() throws IOException {
        try (Workspace eu = at("eu", "{\"region\":\"eu\"}")) {
            assertThat(eu.region()).isEqualTo(new Region.Confirmed("eu"));
            assertThat(eu.ends(CALL)).containsExactly(Ending.Kind.ACCEPTED);
        }
    }

    @Test
    void aEuropeanAccountAtTheAmericanHostIsToldAndItsCallsFollowTheRedirect() throws Exception {
        try (Workspace eu = at("eu", "{\"region\":\"eu\"}");
                Workspace us =
                        new Workspace(CustomerIoSandbox.builder().region("eu").redirect(eu.url(), 307), "{}")) {
            assertThat(us.region()).isEqualTo(new Region.Mismatch("spec.customerio.region", "us", "eu"));
            assertThat(us.ends(CALL)).containsExactly(Ending.Kind.ACCEPTED);
            assertThat(eu.person("ada").toString()).contains("pro");
        }
    }

    @Test
    void anAmericanAccountAtTheEuropeanHostIsSentNothingUntilTheSettingIsMended() throws Exception {
        try (Workspace us = at("us", "{\"region\":\"eu\"}")) {
            CompletableFuture<Ending> waits = us.carry(CALL).getFirst();
            await().until(() -> us.stopped().isPresent());
            assertThat(us.stopped()).contains("wrong_region");
            assertThat(us.region()).isEqualTo(new Region.Mismatch("spec.customerio.region", "eu", "us"));
            assertThat(us.arrived()).isEmpty();
            us.configure("{}");
            assertThat(waits.join().kind()).isEqualTo(Ending.Kind.ACCEPTED);
            assertThat(us.region()).isEqualTo(new Region.Confirmed("us"));
        }
    }

    @Test
    void thePipelinesApiIsNotTriedInARegionWhereTheAccountIsNot() throws Exception {
        try (Workspace eu = at("eu", "{\"wire\":\"pipelines\"}")) {
            CompletableFuture<Ending> waits = eu.carry(CALL).getFirst();
            await().until(() -> eu.stopped().isPresent());
            assertThat(eu.stopped()).contains("wrong_region");
            eu.configure("{\"wire\":\"pipelines\",\"region\":\"eu\"}");
            assertThat(waits.join().kind()).isEqualTo(Ending.Kind.ACCEPTED);
        }
    }

    @Test
    void nothingStopsBecauseTheRegionIsNotKnown() throws Exception {
        String noTrackKeys = "{\"wire\":\"pipelines\",\"siteId\":null,\"apiKey\":null}";
        try (Workspace workspace = at("us", noTrackKeys)) {
            assertThat(workspace.region()).isEqualTo(new Region.Unknown("unchecked"));
            assertThat(workspace.ends(CALL)).containsExactly(Ending.Kind.ACCEPTED);
            workspace.configure("{\"wire\":\"pipelines\",\"apiKey\":{\"env\":\"WRONG\"}}");
            assertThat(workspace.region()).isEqualTo(new Region.Unknown("bad_credentials"));
            workspace.configure("{\"wire\":\"pipelines\",\"apiKey\":{\"env\":\"NOBODY\"}}");
            assertThat(workspace.region()).isEqualTo(new Region.Unknown("no_credentials"));
            workspace.configure("{\"wire\":\"pipelines\",\"trackUrl\":\"http://127.0.0.1:1\"}");
            assertThat(workspace.region()).isEqualTo(new Region.Unknown("unanswered"));
            assertThat(workspace.ends(Deliveries.identify("2", "bo", "{}"))).containsExactly(Ending.Kind.ACCEPTED);
        }
    }

    private static Workspace at(String region, String settings) throws IOException {
        return new Workspace(CustomerIoSandbox.builder().region(region), settings);
    }
}
