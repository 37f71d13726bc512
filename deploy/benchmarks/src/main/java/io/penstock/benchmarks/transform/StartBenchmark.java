package io.penstock.benchmarks.transform;

import io.penstock.benchmarks.figures.Servers;
import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.story.Screen;
import io.penstock.transform.script.Row;
import io.penstock.transform.script.Script;
import io.penstock.transform.script.ScriptLimits;
import io.penstock.transform.script.ScriptRuntime;
import io.penstock.transform.script.ScriptRuntimeSettings;
import io.penstock.transform.script.ScriptSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** How long the first answer takes, and how long a lost worker is missed. */
final class StartBenchmark {
    private final Screen screen;
    private final Scale scale;

    StartBenchmark(Screen screen, Scale scale) {
        this.screen = screen;
        this.scale = scale;
    }

    /**
     * In milliseconds.
     *
     * @param worker from nothing to a worker that has loaded the script
     * @param batch the first batch after that
     * @param withSpare one row after the worker was killed, while a spare one is warm
     * @param withoutSpare the same without one: a process is started and the script loaded
     */
    record Round(double worker, double batch, double withSpare, double withoutSpare, long freshMegabytes) {}

    List<Round> run(Path folder) throws Exception {
        screen.heading("Starts and replacements, in milliseconds");
        Servers.empty(folder);
        List<Round> rounds = new ArrayList<>();
        for (int run = 0; run <= scale.runs(); run++) {
            Round round = round(folder);
            if (run > 0) {
                rounds.add(round); // The first one unpacked 60 MB.
            }
        }
        screen.point(String.format(
                Locale.ROOT,
                "medians: worker with script %.0f, first batch of %d rows %.0f; after a loss %.0f with a spare, %.0f without (aim: below 1,000); fresh worker resident %d MB",
                median(rounds, Round::worker),
                scale.batch(),
                median(rounds, Round::batch),
                median(rounds, Round::withSpare),
                median(rounds, Round::withoutSpare),
                rounds.getLast().freshMegabytes()));
        return rounds;
    }

    private Round round(Path folder) throws Exception {
        List<Row> rows = IntStream.range(0, scale.batch())
                .mapToObj(i -> new Row(RowShape.WIDE.row(i, 0.5), "c" + i, Workload.START))
                .toList();
        double worker;
        double batch;
        double withSpare;
        long fresh;
        try (ScriptRuntime runtime = open(folder, 1)) {
            long began = System.nanoTime();
            Script script = load(runtime);
            worker = since(began);
            fresh = Workers.residentMegabytes();
            began = System.nanoTime();
            runtime.run(script, rows);
            batch = since(began);
            ProcessHandle busy = busiest();
            awaitWorkers(2);
            busy.destroyForcibly();
            began = System.nanoTime();
            runtime.run(script, rows.subList(0, 1));
            withSpare = since(began);
        }
        try (ScriptRuntime runtime = open(folder, 0)) {
            Script script = load(runtime);
            runtime.run(script, rows);
            busiest().destroyForcibly();
            long began = System.nanoTime();
            runtime.run(script, rows.subList(0, 1));
            return new Round(worker, batch, withSpare, since(began), fresh);
        }
    }

    private static ScriptRuntime open(Path folder, int spares) {
        ScriptRuntimeSettings usual = ScriptRuntimeSettings.in(folder.resolve("runtime"));
        return ScriptRuntime.open(new ScriptRuntimeSettings(
                usual.directory(),
                1,
                spares,
                usual.startTimeout(),
                usual.hardGrace(),
                usual.maxLosses(),
                usual.maxStopped(),
                usual.isLinearRegexp(),
                usual.engine(),
                usual.classPath()));
    }

    private static Script load(ScriptRuntime runtime) throws Exception {
        return runtime.load(ScriptSource.of("benchmark", "1", Workload.script(), ScriptLimits.DEFAULT));
    }

    /** The worker that has used most processor time. */
    private static ProcessHandle busiest() {
        return Workers.all()
                .max((a, b) -> Servers.cpu(a).compareTo(Servers.cpu(b)))
                .orElseThrow();
    }

    private static void awaitWorkers(long count) throws InterruptedException {
        for (int tries = 0; Workers.all().count() < count && tries < 300; tries++) {
            Thread.sleep(20);
        }
        Thread.sleep(1_500); // Started is not ready.
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Statistics.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }
}
