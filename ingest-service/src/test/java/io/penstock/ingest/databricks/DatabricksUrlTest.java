package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabricksUrlTest {
    static final WarehouseSettings SETTINGS = new WarehouseSettings(
            Duration.ofMinutes(30), 8, Duration.ofMinutes(5), Duration.ofMinutes(20), "Penstock/1.2.3");

    @Test
    void secretsAreNeverInTheUrl() {
        DatabricksUrl url = DatabricksUrl.of(withToken("TOKEN"), Map.of("TOKEN", "dapi-secret")::get, SETTINGS);

        assertThat(url.url())
                .startsWith("jdbc:databricks://dbc.example.com:443;httpPath=/sql/1.0/warehouses/x;UseThriftClient=1")
                .doesNotContain("dapi-secret")
                .doesNotContain("ssl=0");
        assertThat(url).hasToString(url.url());
        assertThat(url.properties()).containsEntry("PWD", "dapi-secret");
        assertThat(url.grantee()).isEmpty();
    }

    @Test
    void theWarehouseIsToldWhoAsksAndForHowLong() {
        assertThat(DatabricksUrl.of(withToken("TOKEN"), Map.of("TOKEN", "t")::get, SETTINGS)
                        .url())
                .contains(";UserAgentEntry=Penstock/1.2.3;QUERY_TAGS=application:penstock;STATEMENT_TIMEOUT=1800;")
                .contains(";TIMEZONE=UTC;");
    }

    @Test
    void theSandboxIsPlainHttpAndTellsWhereToAskForTokens() {
        ConnectionSpec.Databricks oauth = new ConnectionSpec.Databricks(
                "127.0.0.1",
                8123,
                false,
                "/sql/1.0/warehouses/local",
                null,
                new SecretRef("ID", null),
                new SecretRef("SECRET", null));

        DatabricksUrl url = DatabricksUrl.of(oauth, Map.of("ID", "app", "SECRET", "hush")::get, SETTINGS);

        assertThat(url.url())
                .contains(";ssl=0;AuthMech=11;Auth_Flow=1")
                .endsWith("OIDCDiscoveryEndpoint=http://127.0.0.1:8123/oidc/.well-known/oauth-authorization-server")
                .doesNotContain("hush");
        assertThat(url.grantee()).contains("app");
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        assertThatThrownBy(
                        () -> DatabricksUrl.of(withToken("DATABRICKS_TOKEN"), Map.<String, String>of()::get, SETTINGS))
                .hasMessageContaining("DATABRICKS_TOKEN");
    }

    static ConnectionSpec.Databricks withToken(String variable) {
        return new ConnectionSpec.Databricks(
                "dbc.example.com", null, null, "/sql/1.0/warehouses/x", new SecretRef(variable, null), null, null);
    }
}
