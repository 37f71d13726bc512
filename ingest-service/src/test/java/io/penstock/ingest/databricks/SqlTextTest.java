package io.penstock.ingest.databricks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlTextTest {
    private static final Head HEAD = new Head(7, Instant.parse("2026-03-15T12:00:00Z"));
    private static final Instant FROM = Instant.parse("2026-03-15T11:45:00.000001Z");

    @Test
    void everyPartOfANameIsQuoted() {
        assertThat(SqlText.quoted("main.ml-outputs.scores")).isEqualTo("`main`.`ml-outputs`.`scores`");
        assertThat(SqlText.quoted("main.`a.b`.c")).isEqualTo("`main`.`a.b`.`c`");
    }

    @Test
    void aTableIsReadPinnedAndByCommitVersion() {
        assertThat(SqlText.byRowVersion("a.b.c", new ReadRange.ByRowVersion(3, HEAD)))
                .contains("FROM `a`.`b`.`c` VERSION AS OF 7")
                .endsWith("WHERE _metadata.row_commit_version > 3");
        assertThat(SqlText.byRowVersion("a.b.c", new ReadRange.ByRowVersion(-1, HEAD)))
                .doesNotContain("WHERE");
    }

    @Test
    void theWatermarkIsALiteralOfTheColumnsTypeAndTheBoundaryIsIncluded() {
        assertThat(SqlText.tableByWatermark("a.b.c", range("timestamp", FROM)))
                .endsWith("WHERE `at` >= TIMESTAMP '2026-03-15T11:45:00.000001Z'");
        assertThat(SqlText.tableByWatermark("a.b.c", range("timestamp_ntz", FROM)))
                .endsWith("WHERE `at` >= TIMESTAMP_NTZ '2026-03-15T11:45:00.000001'");
        assertThat(SqlText.tableByWatermark("a.b.c", range("date", FROM))).endsWith("WHERE `at` >= DATE '2026-03-15'");
        assertThat(SqlText.tableByWatermark("a.b.c", range("date", null))).doesNotContain("WHERE");
    }

    @Test
    void aQueryIsFilteredFromOutsideUnlessItHasThePlaceholder() {
        assertThat(SqlText.queryByWatermark("SELECT * FROM v -- all\n;", range("timestamp", FROM)))
                .contains("(\nSELECT * FROM v -- all\n)")
                .endsWith("WHERE `at` >= TIMESTAMP '2026-03-15T11:45:00.000001Z'");
        assertThat(SqlText.queryByWatermark("SELECT * FROM v WHERE x > '{{watermark}}'", range("timestamp", FROM)))
                .contains("WHERE x > TIMESTAMP '2026-03-15T11:45:00.000001Z'\n)")
                .endsWith("penstock_source");
        assertThat(SqlText.describeQuery("SELECT * FROM v WHERE x > {{watermark}}"))
                .endsWith("x > TIMESTAMP '0001-01-01T00:00:00.000000Z'");
    }

    @Test
    void secretsAreNeverInTheUrl() {
        ConnectionSpec.Databricks token = new ConnectionSpec.Databricks(
                "dbc.example.com", null, null, "/sql/1.0/warehouses/x", new SecretRef("TOKEN", null), null, null);

        DatabricksUrl url = DatabricksUrl.of(token, Map.of("TOKEN", "dapi-secret")::get);

        assertThat(url.url())
                .startsWith("jdbc:databricks://dbc.example.com:443;httpPath=/sql/1.0/warehouses/x;UseThriftClient=1")
                .doesNotContain("dapi-secret")
                .doesNotContain("ssl=0");
        assertThat(url).hasToString(url.url());
        assertThat(url.properties()).containsEntry("PWD", "dapi-secret");
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

        DatabricksUrl url = DatabricksUrl.of(oauth, Map.of("ID", "app", "SECRET", "hush")::get);

        assertThat(url.url())
                .contains(";ssl=0;AuthMech=11;Auth_Flow=1")
                .endsWith("OIDCDiscoveryEndpoint=http://127.0.0.1:8123/oidc/.well-known/oauth-authorization-server")
                .doesNotContain("hush");
    }

    @Test
    void aSecretThatIsNotThereIsNamed() {
        ConnectionSpec.Databricks token = new ConnectionSpec.Databricks(
                "h", null, null, "/p", new SecretRef("DATABRICKS_TOKEN", null), null, null);

        assertThatThrownBy(() -> DatabricksUrl.of(token, Map.<String, String>of()::get))
                .hasMessageContaining("DATABRICKS_TOKEN");
    }

    private static ReadRange.ByWatermark range(String type, Instant from) {
        return new ReadRange.ByWatermark("at", SparkTypeParser.parse(type), from, HEAD);
    }
}
