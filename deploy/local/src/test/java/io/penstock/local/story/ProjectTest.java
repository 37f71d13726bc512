package io.penstock.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: Connection\nmetadata: { name: prod }\nspec: { type: databricks, databricks: { host: real.example.com } }\n",
                "kind: Connection\nmetadata:\n  name: prod\nspec:\n  type: databricks\n  databricks:\n    host: real.example.com\n",
                "kind: Connection\nmetadata: { labels: {}, name: \"prod\" }\nspec:\n  databricks: { host: real.example.com }\n  type: 'databricks'\n"
            })
    void everyConnectionIsReplacedByOneToTheStandInsHoweverItIsWritten(String connection) throws IOException {
        write("connections/prod.yaml", connection);

        String redirected = Project.local(folder, house()).files().get("connections/prod.yaml");

        assertThat(redirected)
                .doesNotContain("real.example.com")
                .contains("name: prod", "type: databricks", "host: 127.0.0.1", "port: 18082");
    }

    @Test
    void refusesAConnectionItCannotTellTheTypeOf() throws IOException {
        write(
                "connections/prod.yaml",
                "kind: Connection\nmetadata: { name: prod }\nspec: { host: real.example.com }\n");

        assertThatThrownBy(() -> Project.local(folder, house()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("connections/prod.yaml");
    }

    @Test
    void leavesOtherFilesAsTheyAre() throws IOException {
        write("connections/cio.yaml", "metadata: { name: cio }\nspec:\n  type: customerio\n");
        write("pipelines/p/pipeline.yaml", "spec: { type: databricks }\n");

        assertThat(Project.local(folder, house()).files())
                .containsEntry("pipelines/p/pipeline.yaml", "spec: { type: databricks }\n")
                .hasEntrySatisfying(
                        "connections/cio.yaml", text -> assertThat(text).contains("trackUrl: http://127.0.0.1:18083"));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve("project.yaml"), "kind: Project\n");
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private House house() {
        return new House(new Installation(folder), Ports.DEFAULT, folder, folder, Map.of(), folder);
    }
}
