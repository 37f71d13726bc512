package io.penstock.benchmarks.transform;

import io.penstock.benchmarks.figures.FigureFile;
import io.penstock.benchmarks.figures.JavaFlags;
import io.penstock.benchmarks.figures.Place;
import io.penstock.local.stack.Installation;
import io.penstock.local.story.Screen;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./penstock benchmark transform}. */
@Command(
        name = "transform",
        mixinStandardHelpOptions = true,
        description = {
            "Measures transform-service: script workers in this process, the service with a real broker as processes of their own.",
            "",
            "script    rows per CPU-second through worker and classification, beside Node with isolated-vm on the same function",
            "start     first answer of a worker, and how long a lost one is missed",
            "service   rows per second from resolved to deliveries",
            "",
            "The script part wants node on the PATH and isolated-vm: npm install --prefix data/benchmark/node isolated-vm@5.0.4"
        },
        footer = {"", "Example: ./penstock benchmark transform --only script,start --seconds 5"})
public final class TransformCommand implements Callable<Integer> {
    private enum Part {
        script,
        start,
        service
    }

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "${COMPLETION-CANDIDATES}. Default: all of them.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Rows of a round of the service. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "8",
            description = "Time of a round of the script. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "200",
            description = "Rows that script and Node get at once. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "3",
            description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--node-modules",
            paramLabel = "DIR",
            description = "Where isolated-vm is installed. Default: data/benchmark/node/node_modules.")
    private Path modules;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "Environment of transform-service, such as TRANSFORM_CLASSIFY_THREADS=2. Repeatable.")
    private Map<String, String> settings = Map.of();

    @Mixin
    private JavaFlags javaFlags;

    @Mixin
    private Place place;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        Screen screen = new Screen(System.out, System.console() != null);
        Path folder = place.folder(installation);
        FigureFile figures = new FigureFile(screen);
        for (Part part : Part.values()) {
            if (only.contains(part)) {
                figures.put(part.name(), measure(part, installation, folder, screen));
            }
        }
        figures.write(folder, "transform");
        return 0;
    }

    private Object measure(Part part, Installation installation, Path folder, Screen screen) throws Exception {
        Scale scale = new Scale(rows, seconds, batch, runs);
        Path installed = modules != null ? modules : folder.resolve("node/node_modules");
        return switch (part) {
            case script -> new ScriptBenchmark(screen, scale, installed).run(folder.resolve("script"));
            case start -> new StartBenchmark(screen, scale).run(folder.resolve("start"));
            case service ->
                new ServiceBenchmark(screen, scale)
                        .run(new TransformRig.Plan(
                                installation, folder.resolve("service"), place.portBase(), settings, javaFlags.all()));
        };
    }
}
