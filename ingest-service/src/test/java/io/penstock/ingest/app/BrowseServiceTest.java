package io.penstock.ingest.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.penstock.ingest.run.TestConfigs;
import io.penstock.ingest.unity.StubWorkspace;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.SchemaChangeV1.Change;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Browsing, the doctor and the schema changes over HTTP, the workspace a stub. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class BrowseServiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PIPELINE = """
            {"source":{"connection":"stub","table":"main.ml.scores","key":["id"],"change":{"by":"row-version"}},
             "identity":{"given":{"customer_id":"id"},"address":["customer_id"]},"emit":[]}""";

    @TempDir
    static Path folder;

    EmbeddedBroker broker;

    @Test
    void browsesThroughAConnection() throws IOException {
        try (StubWorkspace workspace = new StubWorkspace()) {
            workspace.good.add("dapi-1");
            workspace.answers.put("catalogs?max_results=0", "200 {\"catalogs\":[{\"name\":\"main\"}]}");
            workspace.answers.put(
                    "schemas?max_results=0&catalog_name=secret",
                    "403 {\"message\":\"User does not have USE CATALOG on Catalog 'secret'.\"}");
            connect("browsed", workspace, "dapi-1");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> given().get("/v1/connections").then().body("name", hasItem("browsed")));
            given().get("/v1/connections/browsed/catalogs")
                    .then()
                    .statusCode(200)
                    .body("name", contains("main"));
            given().get("/v1/connections/browsed/catalogs/secret/schemas")
                    .then()
                    .statusCode(403)
                    .body("fault", equalTo("missing_grant"))
                    .body("remedy", equalTo("GRANT USE CATALOG ON CATALOG `secret` TO `<application-id>`;"));
            given().get("/v1/connections/nowhere/catalogs")
                    .then()
                    .statusCode(404)
                    .body("message", containsString("there is no Databricks connection nowhere; there is "));
            given().get("/v1/connections/browsed/tables/main.scores")
                    .then()
                    .statusCode(422)
                    .body("message", equalTo("expected catalog.schema.table, found main.scores"));
        }
    }

    @Test
    void examinesAConnectionAndTellsEachFindingOnALine() throws IOException {
        try (StubWorkspace workspace = new StubWorkspace()) {
            connect("ill", workspace, "dapi-revoked");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> given().get("/v1/connections").then().body("name", hasItem("ill")));

            given().get("/v1/doctor?connection=ill")
                    .then()
                    .statusCode(200)
                    .body("ok", equalTo(false))
                    .body("findings.state", contains("ok", "failed", "skipped", "skipped", "skipped"))
                    .body("findings[1].step", equalTo("token"));
            List<String> lines = given().post("/v1/doctor?connection=ill")
                    .then()
                    .statusCode(200)
                    .contentType("application/x-ndjson")
                    .extract()
                    .asString()
                    .lines()
                    .toList();
            assertThat(lines).hasSize(6).last().isEqualTo("{\"ok\":false}");
            assertThat(lines.getFirst()).contains("\"step\":\"secret\"", "\"state\":\"ok\"");
            assertThat(lines.toString()).doesNotContain("dapi-revoked");
            assertThat(given().post("/v1/doctor?pipeline=unheard").asString()).contains("there is no pipeline unheard");
        }
    }

    @Test
    void listsEachSchemaChangeOnceAndThoseNobodyAnswered() {
        ConfigV1 pipeline = TestConfigs.config(ConfigV1.Kind.PIPELINE, "slipping", 3, PIPELINE);
        broker.send(Topics.CONFIG, pipeline.key(), pipeline);
        announce("slipping", "score", 2);
        announce("slipping", "tier", 3);
        announce("slipping", "tier", 3);
        announce("deleted", "tier", 3);

        await().atMost(PATIENCE).untilAsserted(() -> {
            given().get("/v1/schema-changes?pipeline=slipping")
                    .then()
                    .statusCode(200)
                    .body("column", contains("score", "tier"))
                    .body("open", contains(false, true))
                    .body("[0].change", equalTo("removed"));
            given().get("/v1/schema-changes?pipeline=slipping&open=true").then().body("column", contains("tier"));
            given().get("/v1/schema-changes?pipeline=deleted&open=true").then().body("$", hasSize(0));
            given().get("/v1/schema-changes?pipeline=deleted").then().body("$", hasSize(1));
        });
    }

    private void announce(String pipeline, String column, long configVersion) {
        broker.send(
                Topics.SCHEMA_CHANGES,
                "main.ml.scores",
                new SchemaChangeV1(
                        "test",
                        "main.ml.scores",
                        pipeline,
                        Change.REMOVED,
                        column,
                        "string",
                        null,
                        "DESCRIBE HISTORY 7 DROP COLUMNS",
                        7,
                        "pause",
                        List.of("attribute tier"),
                        Instant.now(),
                        configVersion,
                        "paused",
                        null));
    }

    private void connect(String name, StubWorkspace workspace, String token) throws IOException {
        Path secret = Files.writeString(folder.resolve(name), token);
        ConfigV1 connection =
                TestConfigs.config(ConfigV1.Kind.CONNECTION, name, 1, """
                {"type":"databricks","databricks":{"host":"127.0.0.1","port":%d,"tls":false,
                 "httpPath":"/sql/1.0/warehouses/x","token":{"file":"%s"}}}""".formatted(workspace.port(), secret));
        broker.send(Topics.CONFIG, connection.key(), connection);
    }
}
