package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.control.core.Bundle;
import io.penstock.control.core.Entry;
import io.penstock.control.core.Key;
import io.penstock.control.core.Kind;
import io.penstock.control.core.Reading;
import io.penstock.schemas.Json;
import io.penstock.schemas.config.PipelineSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoodProjectTest {
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());

    @Test
    void readsTheProductPagesOwnProject() {
        Bundle bundle = accepted(Projects.upgrade());

        assertThat(bundle.workspace()).isEqualTo("telco");
        assertThat(bundle.entries())
                .extracting(entry -> entry.key().toString())
                .containsExactly(
                        "project/telco",
                        "connection/customerio-prod",
                        "connection/databricks-prod",
                        "identity/default",
                        "pipeline/upgrade-likelihood");
        assertThat(pipeline(bundle).script().orElseThrow()).contains("export function transform(row)");
    }

    @Test
    void keepsTheSpecAsTheFileHasIt() throws JsonProcessingException {
        String spec = pipeline(accepted(Projects.upgrade())).spec();

        assertThat(spec)
                .startsWith(
                        "{\"source\":{\"connection\":\"databricks-prod\",\"table\":\"main.ml_outputs.upgrade_scores\"")
                .contains("\"above\":0.65,\"rearmBelow\":0.60");
        PipelineSpec typed = Json.config().readValue(spec, PipelineSpec.class);
        assertThat(typed.emit().get(1).when().rearmBelow()).isEqualTo(new BigDecimal("0.60"));
        assertThat(typed.source().contract().columns().sequencedKeySet())
                .containsExactly(
                        "customer_id",
                        "upgrade_likelihood_score",
                        "account_tier",
                        "feature_summary",
                        "confidence_interval",
                        "scored_at");
    }

    @Test
    void readsAPipelineWithoutAScriptAndChangeFeedAsANameOfALaterVersion() {
        Map<String, String> files = Projects.withPlainPipeline();
        assertThat(accepted(files).count(Kind.PIPELINE)).isEqualTo(2);

        files.compute(
                Projects.PLAIN,
                (path, text) -> text.replaceAll("query: .*", "table: main.crm.plans")
                        .replace("by: snapshot", "by: change-feed"));
        assertThat(accepted(files).count(Kind.PIPELINE)).isEqualTo(2);
    }

    @Test
    void readsAConnectionThatHasOnlyTheKeyOfItsWire() {
        Map<String, String> files = Projects.upgrade();
        files.compute(
                "connections/customerio-prod.yaml",
                (path, text) -> text.replaceAll(
                                " {4}siteId:.*\n", "    wire: pipelines\n    writeKey: { env: WRITE_KEY }\n")
                        .replaceAll(" {4}apiKey:.*\n", ""));

        assertThat(accepted(files).count(Kind.CONNECTION)).isEqualTo(2);
    }

    @Test
    void readsAPipelineWhoseScriptSendsItself() {
        Map<String, String> files = Projects.upgrade();
        files.compute(
                Projects.PIPELINE, (path, text) -> text.replaceAll("(?s)  emit:.*  destination", "  destination"));

        assertThat(pipeline(accepted(files)).spec()).doesNotContain("emit").contains("destination");
    }

    @Test
    void readsAPipelineThatOnlyFeedsIdentity() {
        Map<String, String> files = Projects.upgrade();
        files.compute(
                Projects.PIPELINE,
                (path, text) -> text.replaceAll("(?s)  transform:.*  privacy", "  privacy")
                        .replaceAll(" {4}address:.*\n", ""));

        assertThat(pipeline(accepted(files)).script()).isEmpty();
    }

    @Test
    void hashesContentAndNotItsLayout() {
        Map<String, String> other = Projects.upgrade();
        other.compute(
                Projects.PIPELINE,
                (path, text) -> "# a comment\n" + text.replace("key: [customer_id]", "key:\n      - \"customer_id\""));

        assertThat(hashes(other)).isEqualTo(hashes(Projects.upgrade()));
    }

    @Test
    void takesTheOrderOfIdentifierTypesAsContent() {
        Map<String, String> other = Projects.upgrade();
        other.compute(
                "identity.yaml",
                (path, text) -> text.replaceAll("( {4}customerio_id:.*\n)( {4}email: \\{.*\n)", "$2$1"));

        assertThat(hashes(other)).isNotEqualTo(hashes(Projects.upgrade()));
    }

    @Test
    void takesIdentifierTypesInEveryFormTheyMayHave() {
        Map<String, String> files = Projects.upgrade();
        files.compute(
                "identity.yaml",
                (path, text) -> text.replace("    customerio_id:", """
                    phone: { region: GB }
                    mail: { normalise: email, stripTags: [gmail.com, "*"], blockTestDomains: true, minLength: 6 }
                    card: { limit: { count: 2, per: P30D }, atLimit: evict_oldest, normalise: lowercase }
                    device_id: { limit: unique, atLimit: transfer }
                    cookie: { class: weak, limit: 7, atLimit: transfer }
                    customerio_id:""".indent(4).stripTrailing()));

        assertThat(accepted(files).entries())
                .filteredOn(entry -> entry.key().kind() == Kind.IDENTITY)
                .singleElement()
                .extracting(Entry::spec)
                .asString()
                .contains("\"limit\":{\"count\":2,\"per\":\"P30D\"}", "\"limit\":\"unique\"");
    }

    private static List<String> hashes(Map<String, String> files) {
        return accepted(files).entries().stream().map(Entry::hash).toList();
    }

    private static Entry pipeline(Bundle bundle) {
        return bundle.entries().stream()
                .filter(entry -> entry.key().equals(new Key(Kind.PIPELINE, "upgrade-likelihood")))
                .findFirst()
                .orElseThrow();
    }

    private static Bundle accepted(Map<String, String> files) {
        Reading reading = READER.read(files);
        assertThat(reading).isInstanceOf(Reading.Accepted.class);
        return ((Reading.Accepted) reading).bundle();
    }
}
