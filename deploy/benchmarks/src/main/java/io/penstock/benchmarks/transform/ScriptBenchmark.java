package io.penstock.benchmarks.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.story.Screen;
import io.penstock.schemas.Json;
import io.penstock.transform.config.PipelineReader;
import io.penstock.transform.core.Classification;
import io.penstock.transform.core.Emit;
import io.penstock.transform.script.Row;
import io.penstock.transform.script.RowResult;
import io.penstock.transform.script.Script;
import io.penstock.transform.script.ScriptLimits;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptRuntimeSettings;
import io.penstock.transform.script.ScriptSource;
import io.penstock.transform.wire.JsonValues;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows per CPU-second of one function: through the script worker, through worker and classification, under Node, and in
 * the worker's V8 alone, in turns. Both sides are given and give JSON text; ours is charged for everything this process
 * and its workers do. What is classified is read from that text first.
 */
final class ScriptBenchmark {
    private static final int ROWS = 4_000;

    private final Screen screen;
    private final Scale scale;
    private final Path modules;

    ScriptBenchmark(Screen screen, Scale scale, Path modules) {
        this.screen = screen;
        this.scale = scale;
        this.modules = modules;
    }

    /**
     * Rows per CPU-second.
     *
     * @param engine of the worker process alone
     * @param script of worker and of this process, which hands rows over and checks what comes back
     * @param classified of both with the classification of what comes back
     * @param bare of our V8 with no worker around it: nothing built on it can do more
     * @param wall rows per second of our side through worker and classification
     */
    record Round(double engine, double script, double classified, double node, double bare, double wall) {}

    /** What one shape came to; ratios are medians of the rounds' ratios. */
    record Result(
            String shape,
            String node,
            List<Round> rounds,
            double engineToNode,
            double scriptToNode,
            double classifiedToNode,
            double bareToNode,
            long workerMegabytes,
            long nodeMegabytes) {}

    List<Result> run(Path folder) throws Exception {
        List<Result> results = new ArrayList<>();
        for (RowShape shape : RowShape.values()) {
            screen.heading("Script, rows of 15 fields with a %s: rounds of %.0f s in turns"
                    .formatted(shape.text(), scale.seconds()));
            Servers.empty(folder);
            results.add(run(folder, shape));
        }
        return results;
    }

    private Result run(Path folder, RowShape shape) throws Exception {
        List<ObjectNode> values = IntStream.range(0, ROWS)
                .mapToObj(i -> shape.row(i, i % 100 / 100.0))
                .toList();
        List<Row> rows = values.stream()
                .map(value -> new Row(value.toString(), value.get("customer_id").textValue(), Workload.START))
                .toList();
        Path unpacked = folder.resolve("runtime");
        OtherSide.Task task = OtherSide.Task.in(
                folder, values.stream().map(ObjectNode::toString).toList(), scale);
        try (ScriptRuntime runtime = ScriptRuntime.open(ScriptRuntimeSettings.in(unpacked));
                OtherSide node = OtherSide.node(task, modules);
                OtherSide bare = OtherSide.bareEngine(task, unpacked)) {
            Script script = runtime.load(ScriptSource.of("benchmark", "1", Workload.script(), ScriptLimits.DEFAULT));
            List<Emit> emits =
                    PipelineReader.read(Workload.pipeline("benchmark")).emits();
            List<Round> rounds = new ArrayList<>();
            for (int run = 0; run <= scale.runs(); run++) {
                Measured alone = measure(rows, batch -> runtime.run(script, batch));
                Measured classified = measure(rows, batch -> classify(emits, runtime.run(script, batch)));
                Round round = new Round(
                        alone.perWorkerCpuSecond(),
                        alone.perCpuSecond(),
                        classified.perCpuSecond(),
                        node.round(),
                        bare.round(),
                        classified.perSecond());
                tell(run == 0 ? "warm-up" : "round " + run, round);
                if (run > 0) {
                    rounds.add(round);
                }
            }
            return tell(new Result(
                    shape.text(),
                    node.name(),
                    rounds,
                    median(rounds, round -> round.engine() / round.node()),
                    median(rounds, round -> round.script() / round.node()),
                    median(rounds, round -> round.classified() / round.node()),
                    median(rounds, round -> round.bare() / round.node()),
                    Workers.residentMegabytes(),
                    node.residentMegabytes()));
        }
    }

    private static void classify(List<Emit> emits, List<RowResult> results) {
        for (RowResult result : results) {
            if (!(result instanceof RowResult.Ok(String json))) {
                throw new IllegalStateException("a row of the benchmark failed: " + result);
            }
            Classification.of(
                    emits,
                    JsonValues.struct(tree(json)),
                    Workload.START,
                    OptionalLong.empty(),
                    name -> Optional.empty());
        }
    }

    private static ObjectNode tree(String json) {
        try {
            return Json.wire().readValue(json, ObjectNode.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected what the script runtime has read", e);
        }
    }

    private record Measured(double perSecond, double perCpuSecond, double perWorkerCpuSecond) {}

    private Measured measure(List<Row> rows, Consumer<List<Row>> work) {
        long began = System.nanoTime();
        Duration own = own();
        Duration workers = workers();
        long until = began + Math.round(scale.seconds() * 1e9);
        long done = 0;
        for (int from = 0; System.nanoTime() < until; ) {
            List<Row> batch = rows.subList(from, Math.min(rows.size(), from + scale.batch()));
            work.accept(batch);
            done += batch.size();
            from = from + scale.batch() < rows.size() ? from + scale.batch() : 0;
        }
        Duration workersUsed = workers().minus(workers);
        Duration used = own().minus(own).plus(workersUsed);
        return new Measured(
                done * 1e9 / (System.nanoTime() - began),
                done * 1e9 / used.toNanos(),
                done * 1e9 / workersUsed.toNanos());
    }

    /** Of this process with its compilers and collectors. */
    private static Duration own() {
        return Duration.ofNanos(
                ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
    }

    private static Duration workers() {
        return Workers.all().map(Servers::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Statistics.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    private void tell(String name, Round round) {
        screen.say(String.format(
                Locale.ROOT,
                "%-8s  rows per CPU-second: worker process %,8.0f   with its caller %,8.0f   and classification %,8.0f   Node %,8.0f   our V8 alone %,8.0f   (wall, ours: %,.0f rows/s)",
                name,
                round.engine(),
                round.script(),
                round.classified(),
                round.node(),
                round.bare(),
                round.wall()));
    }

    private Result tell(Result result) {
        screen.point(String.format(
                Locale.ROOT,
                "%s, ratios to Node: worker process %.2f, with its caller %.2f, and classification %.2f; our V8 alone %.2f (%s); worker resident %d MB, Node %d MB",
                result.shape(),
                result.engineToNode(),
                result.scriptToNode(),
                result.classifiedToNode(),
                result.bareToNode(),
                result.node(),
                result.workerMegabytes(),
                result.nodeMegabytes()));
        return result;
    }
}
