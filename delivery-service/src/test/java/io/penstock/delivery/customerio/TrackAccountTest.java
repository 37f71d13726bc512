package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.Json;
import io.penstock.schemas.config.ConnectionSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackAccountTest {
    @Test
    void reachesTheRegionsHostUnlessAnAddressIsGiven() {
        assertThat(account("us", null).batch().address()).hasToString("https://track.customer.io/api/v2/batch");
        assertThat(account("eu", null).batch().address()).hasToString("https://track-eu.customer.io/api/v2/batch");
        TrackAccount here = account("us", "http://127.0.0.1:9/");
        assertThat(here.batch().address()).hasToString("http://127.0.0.1:9/api/v2/batch");
        assertThat(here.event().address()).hasToString("http://127.0.0.1:9/api/v1/events");
        assertThat(here.region().address()).hasToString("http://127.0.0.1:9/api/v1/accounts/region");
    }

    @Test
    void encodesCredentialsWithTheStandardAlphabetAndHidesThem() {
        TrackAccount account = account("us", null);
        assertThat(account.authorization()).isEqualTo("Basic c2l0ZTo/Pz4+");
        assertThat(account.batch().headers()).containsEntry("Authorization", "Basic c2l0ZTo/Pz4+");
        assertThat(account.toString()).doesNotContain("Basic");
        assertThat(account.batch().toString()).doesNotContain("Basic");
    }

    @Test
    void namesTheSecretThatIsMissing() {
        ConnectionSpec.CustomerIo both = spec("us", null);
        assertThatThrownBy(() -> TrackAccount.of(both, name -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SITE");
        ConnectionSpec.CustomerIo none = connection("{\"wire\":\"pipelines\",\"writeKey\":{\"env\":\"WRITE\"}}");
        assertThatThrownBy(() -> TrackAccount.of(none, name -> "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("siteId and apiKey are not set");
    }

    @Test
    void reachesThePipelinesApiOfTheRegionInStrictMode() {
        Endpoint eu = pipelines("{\"region\":\"eu\",\"writeKey\":{\"env\":\"WRITE\"}}")
                .batch();
        assertThat(eu.address()).hasToString("https://cdp-eu.customer.io/v1/batch");
        assertThat(eu.headers()).containsEntry("X-Strict-Mode", "1").containsEntry("Authorization", "Basic d3JpdGU6");
        assertThat(pipelines("{\"writeKey\":{\"env\":\"WRITE\"}}").batch().address())
                .hasToString("https://cdp.customer.io/v1/batch");
        PipelinesAccount here =
                pipelines("{\"pipelinesUrl\":\"http://127.0.0.1:9/\",\"writeKey\":{\"env\":\"WRITE\"}}");
        assertThat(here.batch().address()).hasToString("http://127.0.0.1:9/v1/batch");
        assertThat(here.toString()).doesNotContain("Basic");
        assertThatThrownBy(() -> pipelines("{}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("writeKey is not set");
    }

    private static PipelinesAccount pipelines(String settings) {
        return PipelinesAccount.of(connection(settings), Map.of("WRITE", "write")::get);
    }

    private static TrackAccount account(String region, String trackUrl) {
        return TrackAccount.of(spec(region, trackUrl), Map.of("SITE", "site", "KEY", "??>>")::get);
    }

    private static ConnectionSpec.CustomerIo spec(String region, String trackUrl) {
        String url = trackUrl == null ? "null" : "\"" + trackUrl + "\"";
        return connection(
                "{\"region\":\"%s\",\"trackUrl\":%s,\"siteId\":{\"env\":\"SITE\"},\"apiKey\":{\"env\":\"KEY\"}}"
                        .formatted(region, url));
    }

    private static ConnectionSpec.CustomerIo connection(String json) {
        return Json.config().convertValue(Deliveries.json(json), ConnectionSpec.CustomerIo.class);
    }
}
