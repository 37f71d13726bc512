package io.penstock.local.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project with one pass-through pipeline per table: no contract, no key, no identity, nothing sent. */
final class ReadProject {
    private static final String HEAD = "apiVersion: penstock/v1\nkind: %s\nmetadata: { name: %s }\nspec:\n";

    private ReadProject() {}

    /** Writes the project's files into an empty folder. */
    static void write(Path folder, List<FoundTable> tables) {
        file(folder.resolve("project.yaml"), HEAD.formatted("Project", "read") + "  workspace: read\n");
        file(
                folder.resolve("identity.yaml"), // every project has one; no pipeline here uses it
                HEAD.formatted("Identity", "read") + "  types:\n    customer_id: { class: strong, limit: 1 }\n");
        file(
                folder.resolve("connections/databricks.yaml"),
                HEAD.formatted("Connection", "databricks") + "  type: databricks\n"); // completed when applied
        for (FoundTable table : tables) {
            file(
                    folder.resolve("pipelines").resolve(table.pipeline()).resolve("pipeline.yaml"),
                    HEAD.formatted("Pipeline", table.pipeline()) + """
                              source:
                                connection: databricks
                                table: %s
                                change: { by: snapshot, every: PT24H }
                            """.formatted(table.tableName()));
        }
    }

    private static void file(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
