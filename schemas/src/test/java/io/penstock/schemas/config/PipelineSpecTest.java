package io.penstock.schemas.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The specs as services read them: the product page's use case, and the defaults of what is left out. */
class PipelineSpecTest {
    /** The page's {@code spec} as it is on the wire; the YAML itself is read in control-service. */
    private static final String USE_CASE = """
            {"source": {"connection": "databricks-prod", "table": "main.ml_outputs.upgrade_scores", "key": ["customer_id"],
               "change": {"by": "watermark", "column": "scored_at", "lookback": "PT15M", "every": "PT5M"},
               "contract": {
                 "columns": {
                   "customer_id": {"type": "string", "required": true},
                   "upgrade_likelihood_score":
                     {"type": "double", "required": true, "was": ["upgrade_score"], "min": 0, "max": 1},
                   "account_tier": {"type": "string", "oneOf": ["free", "pro", "enterprise"]},
                   "feature_summary": {"type": "struct"},
                   "confidence_interval": {"type": "struct<low:double,high:double>", "optional": true},
                   "scored_at": {"type": "timestamp", "required": true}},
                 "onChange": {"added": "allow", "renamed": "follow", "retyped": "quarantine", "removed": "pause"}}},
             "identity": {"given": {"databricks_customer_id": "customer_id"}, "address": ["customerio_id", "email"],
               "unresolved": {"wait": "P3D", "then": "dead-letter"}},
             "transform": {"script": "transform.js", "timeout": "PT0.1S", "memory": "64MiB"},
             "emit": [
               {"type": "identify", "attributes": {"upgrade_likelihood_score": "score", "account_tier": "tier",
                 "top_feature": "topFeature", "score_low": "low", "score_high": "high"}},
               {"type": "track", "event": "upgrade_threshold_crossed",
                 "when": {"crosses": "score", "above": 0.65, "rearmBelow": 0.60, "first": "fire"},
                 "properties": {"score": "score", "tier": "tier"}}],
             "destination": {"connection": "customerio-prod"},
             "privacy": {"pii": ["email"]}}
            """;

    @Test
    void readsTheProductPagesUseCase() throws JsonProcessingException {
        PipelineSpec spec = Json.config().readValue(USE_CASE, PipelineSpec.class);

        assertThat(spec.source().change())
                .isEqualTo(new PipelineSpec.Change(
                        PipelineSpec.By.WATERMARK,
                        "scored_at",
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(5),
                        null,
                        ZoneOffset.UTC,
                        false,
                        PipelineSpec.Deletes.IGNORE,
                        new BigDecimal("0.5")));
        assertThat(spec.source().contract().columns().sequencedKeySet())
                .containsExactly(
                        "customer_id",
                        "upgrade_likelihood_score",
                        "account_tier",
                        "feature_summary",
                        "confidence_interval",
                        "scored_at");
        assertThat(spec.source().contract().columns().get("upgrade_likelihood_score"))
                .isEqualTo(new PipelineSpec.Column(
                        "double", true, false, List.of("upgrade_score"), BigDecimal.ZERO, BigDecimal.ONE, List.of()));
        assertThat(spec.identity().unresolved().patience()).isEqualTo(Duration.ofDays(3));
        assertThat(spec.transform())
                .isEqualTo(new PipelineSpec.Transform("transform.js", Duration.ofMillis(100), "64MiB"));
        assertThat(spec.emit())
                .extracting(PipelineSpec.Emit::name)
                .containsExactly("identify", "upgrade_threshold_crossed");
        assertThat(spec.emit().get(1).when())
                .isEqualTo(new PipelineSpec.When(
                        "score",
                        new BigDecimal("0.65"),
                        null,
                        null,
                        new BigDecimal("0.60"),
                        null,
                        PipelineSpec.First.FIRE,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        assertThat(spec.privacy().pii()).containsExactly("email");
    }

    @Test
    void readsTheSpecOfTheGoldenConfiguration() throws IOException {
        try (InputStream golden = getClass().getResourceAsStream("/io/penstock/schemas/golden/ConfigV1.json")) {
            ConfigV1 config = Json.wire().readValue(golden, ConfigV1.class);

            assertThat(Json.config()
                            .treeToValue(config.spec(), PipelineSpec.class)
                            .destination()
                            .connection())
                    .isEqualTo("customerio-prod");
        }
    }

    @Test
    void fillsInWhatAPipelineLeavesOut() throws JsonProcessingException {
        PipelineSpec spec = Json.config().readValue("""
                        {"source": {"connection": "lake", "table": "a.b.c", "key": ["id"], "change": {"by": "row-version"},
                           "contract": {"columns": {"id": {"type": "string"}}}},
                         "identity": {"given": {"email": "id"}}}
                        """, PipelineSpec.class);

        assertThat(spec.emit()).isEmpty();
        assertThat(spec.privacy().pii()).isEmpty();
        assertThat(spec.source().change().every()).isEqualTo(Duration.ofMinutes(5));
        assertThat(spec.source().contract().onChange())
                .isEqualTo(new PipelineSpec.OnChange(
                        PipelineSpec.Policy.ALLOW,
                        PipelineSpec.Policy.FOLLOW,
                        PipelineSpec.Policy.QUARANTINE,
                        PipelineSpec.Policy.PAUSE,
                        PipelineSpec.Policy.ALLOW,
                        PipelineSpec.Policy.ALLOW,
                        PipelineSpec.Policy.ALLOW,
                        PipelineSpec.Policy.HOLD));
        assertThat(spec.identity().unresolved())
                .isEqualTo(new PipelineSpec.Unresolved(Duration.ofDays(3), PipelineSpec.Then.DEAD_LETTER));
    }

    @Test
    void readsConnectionsAndIdentityWithTheirDefaults() throws JsonProcessingException {
        ConnectionSpec lake = Json.config()
                .readValue(
                        "{\"type\":\"databricks\",\"databricks\":{\"host\":\"lake.example.com\",\"httpPath\":\"/sql/1\","
                                + "\"token\":{\"env\":\"TOKEN\"}}}",
                        ConnectionSpec.class);
        assertThat(lake.databricks().port()).isEqualTo(443);
        assertThat(lake.databricks().tls()).isTrue();
        assertThat(lake.databricks().token().describe()).isEqualTo("environment variable TOKEN");

        ConnectionSpec customerio = Json.config()
                .readValue(
                        "{\"type\":\"customerio\",\"customerio\":{\"siteId\":{\"env\":\"A\"},\"apiKey\":{\"file\":\"/b\"}}}",
                        ConnectionSpec.class);
        assertThat(customerio.customerio().region()).isEqualTo("us");
        assertThat(customerio.customerio().rate()).isEqualTo(80);

        IdentitySpec identity =
                Json.config().readValue("{\"types\":{\"id\":{},\"email\":{\"class\":\"weak\"}}}", IdentitySpec.class);
        assertThat(identity.types().sequencedKeySet()).containsExactly("id", "email");
        assertThat(identity.types().get("id").limit().count()).isEqualTo(1);
        assertThat(identity.types().get("email").limit().count()).isEqualTo(20);
    }
}
