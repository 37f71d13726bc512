package io.penstock.benchmarks.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.local.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same function in another program: a process that measures itself, one round when asked. */
final class OtherSide implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream questions;
    private final String name;

    private OtherSide(Process process) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.getOutputStream();
        this.name = answer().get("name").textValue();
    }

    /** What is measured, in files: the function, and one row as JSON per line. */
    record Task(Path folder, Path function, Path rows, Scale scale) {
        static Task in(Path folder, List<String> rows, Scale scale) throws IOException {
            return new Task(
                    folder,
                    Files.writeString(folder.resolve("workload.js"), Workload.script()),
                    Files.write(folder.resolve("rows.jsonl"), rows),
                    scale);
        }

        private List<String> arguments() {
            return List.of(
                    function.toString(),
                    rows.toString(),
                    Double.toString(scale.seconds()),
                    Integer.toString(scale.batch()));
        }
    }

    /**
     * Under Node.
     *
     * @param modules folder {@code node_modules} in which isolated-vm is installed, or not
     */
    static OtherSide node(Task task, Path modules) throws IOException {
        Path program = Files.writeString(task.folder().resolve("node.mjs"), Workload.node());
        return start(
                List.of("node", program.toString(), modules.toAbsolutePath().toString()), task);
    }

    /**
     * In our V8 without a worker around it.
     *
     * @param runtime folder into which the script runtime has unpacked V8
     */
    static OtherSide bareEngine(Task task, Path runtime) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                BareEngine.class.getName(),
                runtime.toAbsolutePath().toString()));
        return start(command, task);
    }

    private static OtherSide start(List<String> program, Task task) throws IOException {
        List<String> command = new ArrayList<>(program);
        command.addAll(task.arguments());
        return new OtherSide(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Which engines, with their versions. */
    String name() {
        return name;
    }

    /** Rows per CPU-second of one round. */
    double round() throws IOException {
        questions.write("round\n".getBytes(StandardCharsets.UTF_8));
        questions.flush();
        JsonNode round = answer();
        return round.get("rows").longValue() * 1e9 / round.get("cpuNanos").doubleValue();
    }

    long residentMegabytes() {
        return Workers.residentMegabytes(process.toHandle());
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new StackException(
                    "the program to compare with ended: is node on the PATH, version 20 or newer, and memory free?");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
