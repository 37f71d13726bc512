package io.penstock.control.app;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.penstock.control.project.Projects;
import io.penstock.testkit.KafkaTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole service on a real broker, started with the product page's project as its folder. */
@QuarkusTest
@WithTestResource(KafkaTestResource.class)
class ControlServiceIT {
    @BeforeEach
    void waitUntilReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void appliesItsFolderAtStartAndSaysSo() {
        get("/v1/status")
                .then()
                .statusCode(200)
                .body("caughtUp", equalTo(true))
                .body("project.state", equalTo("applied"))
                .body("project.entries.key", hasItem("pipeline/upgrade-likelihood"));
        get("/v1/config").then().body("key", hasItem("identity/default")).body("author", everyItem(equalTo("local")));
    }

    @Test
    void changesOnlyWhatAPostedProjectChanges() {
        Map<String, String> files = Projects.upgrade();
        files.compute(Projects.PIPELINE, (path, text) -> text.replace("above: 0.65", "above: 0.75"));

        Response answer = post(files);

        answer.then()
                .statusCode(200)
                .body("workspace", equalTo("telco"))
                .body("entries.findAll { it.change == 'changed' }.key", contains("pipeline/upgrade-likelihood"))
                .body("entries.findAll { it.change == 'unchanged' }.key", hasSize(4));
        int version = answer.path("entries.find { it.change == 'changed' }.version");
        get("/v1/config/pipeline/upgrade-likelihood")
                .then()
                .statusCode(200)
                .body("version", equalTo(version))
                .body("spec.emit[1].when.above", equalTo(0.75f))
                .body("author", equalTo("local"));
        post(Projects.upgrade()).then().statusCode(200);
    }

    @Test
    void refusesAProjectWithEveryErrorAndChangesNothing() {
        String before = get("/v1/config").asString();
        Map<String, String> files = Projects.upgrade();
        files.compute(Projects.PIPELINE, (path, text) -> text.replace("type: track", "type: trak"));

        post(files)
                .then()
                .statusCode(422)
                .body(
                        "errors",
                        contains(Projects.PIPELINE
                                + ":28:13: expected one of identify, track, page, screen, object, relationship, delete,"
                                + " found text 'trak'; did you mean 'track'?"));
        assertThat(get("/v1/config").asString()).isEqualTo(before);
    }

    @Test
    void answersFourHundredWithoutFiles() {
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/project")
                .then()
                .statusCode(400)
                .body("errors[0]", containsString("files"));
    }

    @Test
    void servesTheSchemasThatEditorsRead() {
        get("/schema").then().body("$", contains("project-v1", "connection-v1", "identity-v1", "pipeline-v1"));
        for (String name : new String[] {"pipeline-v1", "pipeline-v1.json"}) {
            get("/schema/" + name)
                    .then()
                    .statusCode(200)
                    .contentType("application/schema+json")
                    .body(containsString("\"Penstock pipeline\""));
        }
        get("/schema/other-v1").then().statusCode(404);
    }

    @Test
    void knowsNoThingThatIsNotConfigured() {
        get("/v1/config/pipeline/nobody").then().statusCode(404);
        get("/v1/config/thing/upgrade-likelihood").then().statusCode(404);
    }

    private static Response post(Map<String, String> files) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("files", files))
                .post("/v1/project");
    }
}
