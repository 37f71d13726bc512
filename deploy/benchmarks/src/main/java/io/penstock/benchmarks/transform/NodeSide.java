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
import java.util.List;

/** The same function under Node, as a process that measures itself, one round when asked. */
final class NodeSide implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final BufferedReader answers;
    private final OutputStream questions;
    private final String name;
    private final double startMs;

    private NodeSide(Process process, long began) throws IOException {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.questions = process.getOutputStream();
        JsonNode ready = answer();
        this.name = "Node " + ready.get("node").textValue() + ", V8 "
                + ready.get("v8").textValue() + ", " + ready.get("engine").textValue();
        this.startMs = (System.nanoTime() - began) / 1e6;
    }

    /** One round. */
    record Round(long rows, double perSecond, double perCpuSecond, long residentMegabytes) {}

    /**
     * Starts it.
     *
     * @param modules folder {@code node_modules} in which isolated-vm is installed, or not
     * @param rows one row as JSON per line
     */
    static NodeSide start(Path folder, Path modules, List<String> rows, Scale scale) throws IOException {
        Path program = Files.writeString(folder.resolve("node.mjs"), Workload.node());
        Path function = Files.writeString(folder.resolve("workload.js"), Workload.script());
        Path lines = Files.write(folder.resolve("rows.jsonl"), rows);
        long began = System.nanoTime();
        Process process = new ProcessBuilder(
                        "node",
                        program.toString(),
                        modules.toAbsolutePath().toString(),
                        function.toString(),
                        lines.toString(),
                        Double.toString(scale.seconds()),
                        Integer.toString(scale.batch()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new NodeSide(process, began);
    }

    String name() {
        return name;
    }

    /** From the start of the process until the function is compiled. */
    double startMs() {
        return startMs;
    }

    Round round() throws IOException {
        questions.write("round\n".getBytes(StandardCharsets.UTF_8));
        questions.flush();
        JsonNode round = answer();
        long rows = round.get("rows").longValue();
        return new Round(
                rows,
                rows * 1e9 / round.get("wallNanos").doubleValue(),
                rows * 1e9 / round.get("cpuNanos").doubleValue(),
                round.get("rss").longValue() >> 20);
    }

    private JsonNode answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new StackException("node ended: is it on the PATH, version 20 or newer?");
        }
        return JSON.readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
