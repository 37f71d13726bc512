package io.penstock.pipelines;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project in a folder of its own, one pipeline without a script; and the command run on it. */
record Folder(Path path) {
    private static final String HEAD = "apiVersion: penstock/v1\nkind: %s\nmetadata: { name: %s }\nspec:\n";

    /** Columns of the contract. */
    static final String COLUMNS = """
                    id:        { type: string, required: true }
                    email:     { type: string }
                    score:     { type: double, was: [points] }
                    tier:      { type: string }
                    companies: { type: array<string> }
                    since:     { type: timestamp }
                    about:     { type: string }
                    gone:      { type: boolean }
                    summary:   { type: struct }
                    features:  { type: vector }
            """;

    /** What one command line said. */
    record Answer(int code, String out, String err) {}

    /**
     * With the rest of the spec (indented by two) of the only pipeline, {@code scores}: its emits, and identity and
     * destination if they are not the plain ones.
     */
    static Folder with(Path path, String rest) {
        Folder folder = new Folder(path);
        folder.write("project.yaml", HEAD.formatted("Project", "test") + "  workspace: test\n");
        folder.write(
                "identity.yaml",
                HEAD.formatted("Identity", "test")
                        + "  types:\n    email: { class: strong, limit: 5 }\n    company_id: { class: strong, limit: 1 }\n");
        folder.write(
                "connections/databricks.yaml",
                HEAD.formatted("Connection", "databricks")
                        + "  type: databricks\n  databricks: { host: h.example, httpPath: /p, token: { env: T } }\n");
        folder.write(
                "connections/customerio.yaml",
                HEAD.formatted("Connection", "customerio")
                        + "  type: customerio\n  customerio: { region: us, siteId: { env: S }, apiKey: { env: K } }\n");
        folder.pipeline(rest);
        return folder;
    }

    private void pipeline(String rest) {
        write(
                "pipelines/scores/pipeline.yaml",
                HEAD.formatted("Pipeline", "scores") + """
                  source:
                    connection: databricks
                    table: main.ml.scores
                    key: [id]
                    change: { by: row-version }
                    contract:
                      columns:
                """ + COLUMNS
                        + (rest.contains("  identity:")
                                ? ""
                                : "  identity: { given: { email: email }, address: [email] }\n")
                        + (rest.contains("  destination:") ? "" : "  destination: { connection: customerio }\n")
                        + rest);
    }

    /** Another text of a test of the pipeline. */
    void test(String name, String text) {
        write("pipelines/scores/tests/" + name + ".json", text);
    }

    String read(String file) {
        try {
            return Files.readString(path.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer run(String command, String... options) {
        return run(path, command, options);
    }

    static Answer run(Path folder, String command, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] line = new String[options.length + 2];
        line[0] = command;
        line[1] = folder.toString();
        System.arraycopy(options, 0, line, 2, options.length);
        int code = PipelinesCli.run(new PrintWriter(out, true), new PrintWriter(err, true), line);
        return new Answer(code, out.toString(), err.toString());
    }

    void write(String file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    void write(String file, byte[] bytes) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.write(path.resolve(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
