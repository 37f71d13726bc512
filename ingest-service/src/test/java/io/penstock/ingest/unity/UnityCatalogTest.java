package io.penstock.ingest.unity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.ingest.core.catalog.CatalogBrowser.Entry;
import io.penstock.ingest.core.catalog.TableDescription;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.read.ColumnFacts.Fact;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The client against answers of Unity Catalog: {@code table-sandbox.json} was captured from the stand-in,
 * {@code table-databricks.json} put together from the public documentation of Databricks.
 */
class UnityCatalogTest {
    private static final TableName SCORES = TableName.of("main", "ml", "scores");

    private final StubWorkspace workspace = new StubWorkspace();
    private final Map<String, String> environment =
            new HashMap<>(Map.of("TOKEN", "dapi-1", "CLIENT_ID", "sp-1", "CLIENT_SECRET", "s3cret"));
    private Instant now = Instant.parse("2026-03-15T12:00:00Z");
    private final UnityCatalogs catalogs = new UnityCatalogs(environment::get, () -> now);

    @AfterEach
    void stop() {
        workspace.close();
    }

    @Test
    void walksEveryPageAlsoAnEmptyOne() throws SourceException {
        workspace.good.add("dapi-1");
        workspace.answers.put(
                "catalogs?max_results=0",
                "200 {\"catalogs\":[{\"name\":\"main\",\"full_name\":\"main\",\"comment\":\"all of it\"}],"
                        + "\"next_page_token\":\"a b\"}");
        workspace.answers.put("catalogs?max_results=0&page_token=a%20b", "200 {\"next_page_token\":\"c\"}");
        workspace.answers.put("catalogs?max_results=0&page_token=c", "200 {\"catalogs\":[{\"name\":\"samples\"}]}");

        assertThat(personal().catalogs())
                .containsExactly(
                        new Entry("main", "main", null, "all of it"), new Entry("samples", "samples", null, null));
    }

    @Test
    void listsTablesWithoutTheirColumns() throws SourceException {
        workspace.good.add("dapi-1");
        workspace.answers.put(
                "tables?max_results=0&catalog_name=main&schema_name=m%20l&omit_columns=true&omit_properties=true",
                "200 {\"tables\":[{\"name\":\"v\",\"catalog_name\":\"main\",\"schema_name\":\"m l\",\"table_type\":\"VIEW\"}]}");

        assertThat(personal().tables("main", "m l")).containsExactly(new Entry("v", "main.m l.v", "VIEW", null));
    }

    @Test
    void describesATableWithExactNestedTypesCommentsAndIds() throws SourceException, IOException {
        workspace.good.add("dapi-1");
        workspace.answers.put("tables/main.ml.scores", "200 " + resource("table-databricks.json"));

        TableDescription table = personal().table(SCORES);

        assertThat(table.kind()).isEqualTo("MANAGED");
        assertThat(table.format()).isEqualTo("DELTA");
        assertThat(table.owner()).isEqualTo("ada@example.com");
        assertThat(table.properties()).containsEntry("delta.columnMapping.mode", "name");
        assertThat(table.columns())
                .extracting(TableDescription.Column::name, TableDescription.Column::type, TableDescription.Column::id)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("customer_id", "bigint", "1"),
                        org.assertj.core.groups.Tuple.tuple(
                                "summary",
                                "struct<tenure:int,`odd name`:map<string,double>,lines:array<struct<sku:string>>>",
                                "2"),
                        org.assertj.core.groups.Tuple.tuple("features", "vector", "7"),
                        org.assertj.core.groups.Tuple.tuple("code", "varchar(3)", "8"),
                        org.assertj.core.groups.Tuple.tuple("amount", "decimal(10,2)", null));
        TableDescription.Column summary = table.columns().get(1);
        assertThat(summary.fields())
                .extracting(TableDescription.Column::comment)
                .containsExactly("months", null, null);
        assertThat(summary.fields().get(2).fields())
                .extracting(TableDescription.Column::name)
                .containsExactly("sku");
        assertThat(table.columns().getFirst().nullable()).isFalse();
        assertThat(table.columns().getFirst().comment()).isEqualTo("the customer");
    }

    @Test
    void describesATableOfTheStandInTheSameWay() throws SourceException, IOException {
        workspace.good.add("dapi-1");
        workspace.answers.put("tables/main.ml.scores", "200 " + resource("table-sandbox.json"));

        TableDescription table = personal().table(SCORES);

        assertThat(table.owner()).isNull();
        assertThat(table.columns())
                .extracting(TableDescription.Column::type)
                .containsExactly(
                        "string",
                        "double",
                        "struct<tenure:int,contributions:map<string,double>,lines:array<struct<sku:string,price:decimal(10,2)>>>",
                        "timestamp");
    }

    @Test
    void tellsTheReaderWhatItKnowsAboutColumnsAndOtherwiseNothing() throws IOException {
        workspace.good.add("dapi-1");
        workspace.answers.put("tables/main.ml.scores", "200 " + resource("table-databricks.json"));
        var facts = catalogs.facts(workspace.personal());

        var columns = facts.columns("main.ml.`scores`").orElseThrow();
        assertThat(columns).containsEntry("customer_id", new Fact("1", false, "bigint"));
        assertThat(columns.sequencedKeySet()).containsExactly("customer_id", "summary", "features", "code", "amount");
        assertThat(facts.columns("main.ml.nothing")).isEmpty();
        assertThat(facts.columns("two.parts")).isEmpty();
    }

    @Test
    void leavesACatalogThatFailedAloneForAMinute() {
        var facts = catalogs.facts(workspace.personal());
        assertThat(facts.columns("main.ml.scores")).isEmpty();
        assertThat(facts.columns("main.ml.scores")).isEmpty();
        assertThat(workspace.asked).hasSize(1);

        now = now.plus(Duration.ofSeconds(61));
        assertThat(facts.columns("main.ml.scores")).isEmpty();
        assertThat(workspace.asked).hasSize(2);
    }

    @Test
    void fetchesOneTokenForAServicePrincipalAndTheNextShortlyBeforeItEnds() throws SourceException {
        workspace.tokens.addAll(List.of("t1", "t2"));
        workspace.answers.put("catalogs?max_results=0", "200 {}");
        UnityCatalog catalog = catalogs.of(workspace.principal());

        catalog.catalogs();
        now = now.plus(Duration.ofMinutes(54));
        catalog.catalogs();
        assertThat(workspace.asked)
                .containsExactly(
                        "POST /oidc/v1/token grant_type=client_credentials&scope=all-apis",
                        "catalogs?max_results=0",
                        "catalogs?max_results=0");

        now = now.plus(Duration.ofMinutes(2));
        catalogs.of(workspace.principal()).catalogs();
        assertThat(workspace.asked).hasSize(5);
        assertThat(workspace.tokens).isEmpty();
    }

    @Test
    void fetchesAFreshTokenOnceWhenOneIsRefusedBeforeItsTime() throws SourceException {
        workspace.tokens.addAll(List.of("t1", "t2"));
        workspace.answers.put("catalogs?max_results=0", "200 {}");
        UnityCatalog catalog = catalogs.of(workspace.principal());
        catalog.catalogs();

        workspace.good.remove("t1");
        catalog.catalogs();

        assertThat(workspace.tokens).isEmpty();
        workspace.good.clear();
        assertThat(failure(catalog::catalogs).fault()).isEqualTo(Fault.CREDENTIALS);
    }

    @Test
    void signsInAfreshAndSaysHowLongTheTokenIsGood() throws SourceException {
        workspace.tokens.addAll(List.of("t1", "t2"));
        workspace.answers.put("catalogs?max_results=1", "403 {\"message\":\"not allowed to list\"}");
        UnityCatalog catalog = catalogs.of(workspace.principal());

        assertThat(catalog.signIn()).isEqualTo("OAuth token accepted, good for 60 min");
        assertThat(catalog.signIn()).isEqualTo("OAuth token accepted, good for 60 min");
        assertThat(workspace.tokens).isEmpty();
    }

    @Test
    void namesTheMissingGrantInTheServersWordsOrByWhatWasAsked() {
        workspace.tokens.add("t1");
        workspace.answers.put(
                "schemas?max_results=0&catalog_name=main",
                "403 {\"error_code\":\"PERMISSION_DENIED\",\"message\":\"User does not have USE CATALOG on Catalog 'main'.\"}");
        workspace.answers.put("tables/main.ml.scores", "403 {\"error_code\":\"PERMISSION_DENIED\"}");
        UnityCatalog catalog = catalogs.of(workspace.principal());

        SourceException named = failure(() -> catalog.schemas("main"));
        assertThat(named.fault()).isEqualTo(Fault.MISSING_GRANT);
        assertThat(named.remedy()).contains("GRANT USE CATALOG ON CATALOG `main` TO `sp-1`;");
        assertThat(failure(() -> catalog.table(SCORES)).remedy().orElseThrow().lines())
                .hasSize(3)
                .last()
                .isEqualTo("GRANT SELECT ON TABLE `main`.`ml`.`scores` TO `sp-1`;");
    }

    @Test
    void classifiesOtherAnswers() {
        workspace.good.add("dapi-1");
        workspace.answers.put("schemas?max_results=0&catalog_name=busy", "429 {}");
        workspace.answers.put("schemas?max_results=0&catalog_name=broken", "500 <html>");

        assertThat(failure(() -> personal().table(SCORES)))
                .hasMessage("table main.ml.scores is not there: Table does not exist.")
                .extracting(SourceException::fault)
                .isEqualTo(Fault.FIX_QUERY);
        assertThat(failure(() -> personal().schemas("busy")).fault()).isEqualTo(Fault.UNAVAILABLE);
        assertThat(failure(() -> personal().schemas("broken")).fault()).isEqualTo(Fault.UNAVAILABLE);
        workspace.close();
        assertThat(failure(() -> personal().schemas("away")))
                .hasMessageStartingWith("cannot reach http://127.0.0.1:")
                .extracting(SourceException::fault)
                .isEqualTo(Fault.UNAVAILABLE);
    }

    @Test
    void neverTellsASecret() {
        environment.put("CLIENT_SECRET", "wrong-secret-value");
        workspace.tokens.add("t1");
        SourceException refused =
                failure(() -> catalogs.of(workspace.principal()).catalogs());
        assertThat(refused.fault()).isEqualTo(Fault.CREDENTIALS);
        assertThat(refused.getMessage() + refused.remedy())
                .contains("401 invalid_client", "CLIENT_SECRET")
                .doesNotContain("wrong-secret-value");

        environment.remove("TOKEN");
        assertThat(failure(() -> personal().catalogs())).hasMessage("environment variable TOKEN is not set");
        environment.put("TOKEN", "dapi-not-good");
        assertThat(failure(() -> personal().catalogs()).getMessage()).doesNotContain("dapi-not-good");
    }

    private UnityCatalog personal() {
        return catalogs.of(workspace.personal());
    }

    private static SourceException failure(ThrowingCallable call) {
        return catchThrowableOfType(SourceException.class, call);
    }

    private static String resource(String name) throws IOException {
        try (var in = UnityCatalogTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
