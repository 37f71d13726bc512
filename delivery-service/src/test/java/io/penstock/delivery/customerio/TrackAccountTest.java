package io.penstock.delivery.customerio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackAccountTest {
    private static final SecretRef SITE = new SecretRef("SITE", null);
    private static final SecretRef KEY = new SecretRef("KEY", null);

    @Test
    void reachesTheRegionsHostUnlessAnAddressIsGiven() {
        assertThat(account("us", null).batch()).hasToString("https://track.customer.io/api/v2/batch");
        assertThat(account("eu", null).batch()).hasToString("https://track-eu.customer.io/api/v2/batch");
        assertThat(account("us", URI.create("http://127.0.0.1:9/")).batch())
                .hasToString("http://127.0.0.1:9/api/v2/batch");
    }

    @Test
    void encodesCredentialsWithTheStandardAlphabetAndHidesThem() {
        TrackAccount account = account("us", null);
        assertThat(account.authorization()).isEqualTo("Basic c2l0ZTo/Pz4+");
        assertThat(account.toString()).doesNotContain("Basic");
    }

    @Test
    void namesTheSecretThatIsMissing() {
        var spec = new ConnectionSpec.CustomerIo("us", null, null, SITE, KEY, List.of(), null, null);
        assertThatThrownBy(() -> TrackAccount.of(spec, name -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SITE");
    }

    private static TrackAccount account(String region, URI trackUrl) {
        var spec = new ConnectionSpec.CustomerIo(region, trackUrl, null, SITE, KEY, List.of(), null, null);
        return TrackAccount.of(spec, Map.of("SITE", "site", "KEY", "??>>")::get);
    }
}
