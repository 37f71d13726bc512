package io.penstock.benchmarks;

import io.penstock.benchmarks.figures.FigureFile;
import io.penstock.benchmarks.figures.JavaFlags;
import io.penstock.benchmarks.figures.Place;
import io.penstock.benchmarks.ingest.LatencyBenchmark;
import io.penstock.benchmarks.ingest.MemoryBenchmark;
import io.penstock.benchmarks.ingest.Rig;
import io.penstock.benchmarks.ingest.ThroughputBenchmark;
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

@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Measures ingest-service against the Databricks stand-in, with a real broker, each as a process of its own.",
            "",
            "throughput  rows per second from a table to the topic records, as a ratio to the driver's own raw read of the same statement",
            "memory      resident memory and heap while a table of 5,000,000 rows is read in a heap of 256 MB",
            "latency     from a Delta commit to its record, in live mode"
        },
        footer = {"", "Example: ./penstock benchmark ingest --only throughput --rows 200000 --runs 3"})
final class IngestCommand implements Callable<Integer> {
    private enum Part {
        throughput,
        memory,
        latency
    }

    @Option(names = "--only", paramLabel = "PART", description = "${COMPLETION-CANDIDATES}. Default: all three.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Rows of the table. Default: 1,000,000 for throughput, 5,000,000 for memory.")
    private long rows;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "3",
            description = "Measured rounds of throughput, after one that warms up. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--commits",
            paramLabel = "K",
            defaultValue = "60",
            description = "Commits of latency. Default: ${DEFAULT-VALUE}.")
    private int commits;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "row-version",
            description =
                    "How throughput and memory find rows: row-version, snapshot or change-feed. Default: ${DEFAULT-VALUE}.")
    private String mode;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "Environment of ingest-service, such as PENSTOCK_FILTER_THREADS=2. Repeatable.")
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
        Rig.Plan plan = new Rig.Plan(installation, folder, place.portBase(), settings, javaFlags.all());
        FigureFile figures = new FigureFile(screen);
        if (only.contains(Part.throughput)) {
            figures.put("throughput", new ThroughputBenchmark(screen, rows(1_000_000), runs, mode).run(plan));
        }
        if (only.contains(Part.memory)) {
            figures.put("memory", new MemoryBenchmark(screen, rows(5_000_000), mode).run(plan));
        }
        if (only.contains(Part.latency)) {
            figures.put("latency", new LatencyBenchmark(screen, commits).run(plan));
        }
        figures.write(folder, "ingest");
        return 0;
    }

    private long rows(long usual) {
        return rows == 0 ? usual : rows;
    }
}
