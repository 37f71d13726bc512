package io.penstock.control.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.control.core.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about files as a whole, and about several at once. */
class ProjectFilesTest {
    private static final YamlProjectReader READER = new YamlProjectReader(ConfigSchemas.load());

    @Test
    void asksForTheFilesThatEveryProjectHas() {
        assertThat(errors(Map.of())).containsExactly("project.yaml:1:1: expected a file of kind Project, found none");
    }

    @Test
    void asksForIdentityOnceThereIsAPipelineAndForThePipelineInItsFolder() {
        Map<String, String> files = Projects.upgrade();
        files.remove("identity.yaml");
        files.remove(Projects.PIPELINE);

        assertThat(errors(files))
                .containsExactly(
                        "identity.yaml:1:1: expected a file of kind Identity, found none",
                        "pipelines/upgrade-likelihood/pipeline.yaml:1:1: expected a file of kind Pipeline, found none");
    }

    @Test
    void complainsAboutYamlThatNobodyWouldRead() {
        Map<String, String> files = Projects.upgrade();
        files.put("connections/old/crm.yaml", "");
        files.put("connections/crm.yml", "");
        files.put("pipelines/upgrade-likelihood/tests/crossing.yaml", "");
        files.put("docker-compose.yaml", "");

        String places = "expected project.yaml, identity.yaml, connections/<name>.yaml or"
                + " pipelines/<name>/pipeline.yaml, found a YAML file in another place";
        assertThat(errors(files))
                .containsExactly("connections/crm.yml:1:1: " + places, "connections/old/crm.yaml:1:1: " + places);
    }

    @Test
    void reportsTheMistakesOfAllFilesAtOnceInOrder() {
        Map<String, String> files = Projects.upgrade();
        files.compute("identity.yaml", (path, text) -> text.replace("class: weak", "class: week"));
        files.compute(
                Projects.PIPELINE,
                (path, text) -> text.replace("key: [customer_id]", "keys: [customer_id]")
                        .replace("above: 0.65", "above: high")
                        .replace("script: transform.js", "script: other.js"));
        files.put("connections/databricks-prod.yaml", "apiVersion: penstock/v1\nkind: [");

        assertThat(errors(files))
                .containsExactly(
                        "connections/databricks-prod.yaml:2:8: expected YAML, found a mistake: while parsing a flow"
                                + " node, expected the node content, but found '<stream end>'",
                        "identity.yaml:8:21: expected one of strong, weak, found text 'week'; did you mean 'weak'?",
                        "pipelines/upgrade-likelihood/pipeline.yaml:9:5: expected one of the keys connection, table,"
                                + " query, key, change, contract, events, webhooks, found the unknown key 'keys'; did you mean 'key'?",
                        "pipelines/upgrade-likelihood/pipeline.yaml:24:24: expected a file beside pipeline.yaml, found"
                                + " no pipelines/upgrade-likelihood/other.js",
                        "pipelines/upgrade-likelihood/pipeline.yaml:30:38: expected a number, found text 'high'");
    }

    @Test
    void refusesAnEmptyFileAndOneThatIsNoMap() {
        Map<String, String> files = Projects.upgrade();
        files.put("identity.yaml", "# nothing yet\n");
        files.put("project.yaml", "just words\n");

        assertThat(errors(files))
                .containsExactly(
                        "identity.yaml:1:1: expected apiVersion, kind, metadata and spec, found nothing in the file",
                        "project.yaml:1:1: expected a map, found text 'just words'");
    }

    @Test
    void refusesAFileThatWouldNotFitIntoARecord() {
        Map<String, String> files = Projects.upgrade();
        files.put("pipelines/upgrade-likelihood/transform.js", "/".repeat(262_145));

        assertThat(errors(files))
                .containsExactly("pipelines/upgrade-likelihood/transform.js:1:1: expected at most 262144 bytes,"
                        + " found 262145");
    }

    @Test
    void survivesTextThatIsDeepOrHostile() {
        Map<String, String> files = Projects.upgrade();
        files.put("project.yaml", "[".repeat(10_000));
        files.put("identity.yaml", "a: \u0000");

        assertThat(errors(files)).first().asString().startsWith("identity.yaml:1:1: expected YAML, found a mistake: ");
        assertThat(errors(files)).contains("project.yaml:1:51: expected at most 50 levels, found a deeper one");
    }

    @Test
    void neverShowsASecretThatSomebodyWroteIntoAFile() {
        Map<String, String> files = Projects.upgrade();
        for (String bad : List.of("s3cr3t", "{ env: s3cr3t }", "{ file: s3cr3t }", "[s3cr3t]", "{ env: [s3cr3t] }")) {
            files.put(
                    "connections/customerio-prod.yaml",
                    Projects.upgrade()
                            .get("connections/customerio-prod.yaml")
                            .replace("{ env: CUSTOMERIO_SITE_ID }", bad));
            assertThat(errors(files)).hasSize(1).first().asString().doesNotContain("s3cr3t");
        }
    }

    @Test
    void readsOnlyWhatConfiguresSomethingFromAFolder(@TempDir Path folder) throws IOException {
        for (Map.Entry<String, String> file : Projects.upgrade().entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(folder.resolve("README.md"), "words");
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/config.yaml"), "words");

        ProjectFolder read = ProjectFolder.load(folder);

        assertThat(read.files()).isEqualTo(Projects.upgrade());
        assertThat(read.read(READER)).isInstanceOf(Reading.Accepted.class);
    }

    @Test
    void reportsBytesThatAreNoText(@TempDir Path folder) throws IOException {
        Files.write(folder.resolve("project.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});

        assertThat(ProjectFolder.load(folder).read(READER))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.problems())
                                .extracting(Object::toString)
                                .containsExactly("project.yaml:1:1: expected UTF-8 text, found bytes that are none"));
    }

    @Test
    void saysWhenThereIsNoFolder(@TempDir Path folder) {
        assertThatThrownBy(() -> ProjectFolder.load(folder.resolve("nowhere")))
                .isInstanceOf(NotDirectoryException.class);
    }

    private static List<String> errors(Map<String, String> files) {
        Reading reading = READER.read(files);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading)
                .problems().stream().map(Object::toString).toList();
    }
}
