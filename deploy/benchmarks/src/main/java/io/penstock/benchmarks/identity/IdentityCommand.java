package io.penstock.benchmarks.identity;

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

/** {@code ./penstock benchmark identity}. */
@Command(
        name = "identity",
        mixinStandardHelpOptions = true,
        description = {
            "Measures identity-service: its core in this process, the service with a real broker as processes of their own.",
            "",
            "core      observations per CPU-second beside a bare union-find; bytes per identifier on disk",
            "observations  records of identifiers only per second, from records to resolved: people mostly known, and each",
            "              changing somebody",
            "service   the same with rows of six traits, each of them a new version of its profile",
            "lookup    time of one look-up over HTTP, with and without load",
            "filter    people mostly known, with one instance and with two",
            "restore   time until ready after a clean stop and after kill -9",
            "quality   what rule sets make of people of whom the truth is known"
        },
        footer = {"", "Example: ./penstock benchmark identity --only core,service --records 100000"})
public final class IdentityCommand implements Callable<Integer> {
    private enum Part {
        core,
        observations,
        service,
        lookup,
        filter,
        restore,
        quality
    }

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "${COMPLETION-CANDIDATES}. Default: all of them.")
    private Set<Part> only = EnumSet.allOf(Part.class);

    @Option(
            names = "--records",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Records or observations of a round. Default: ${DEFAULT-VALUE}.")
    private int records;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "3",
            description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--millions",
            paramLabel = "M",
            defaultValue = "1",
            description = "Millions of identifiers for restore. Default: ${DEFAULT-VALUE}.")
    private int millions;

    @Option(
            names = "--observations",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Observations for quality. Default: ${DEFAULT-VALUE}.")
    private int observations;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "Environment of identity-service, such as IDENTITY_FILTER_ENTRIES=0. Repeatable.")
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
        IdentityRig.Plan plan = new IdentityRig.Plan(installation, folder, place.portBase(), settings, javaFlags.all());
        for (Part part : Part.values()) {
            if (only.contains(part)) {
                figures.put(part.name(), measure(part, plan, screen));
            }
        }
        figures.write(folder, "identity");
        return 0;
    }

    private Object measure(Part part, IdentityRig.Plan plan, Screen screen) throws Exception {
        return switch (part) {
            case core ->
                new CoreBenchmark(screen, records, runs).run(plan.data().resolve("core"));
            case observations -> new ServiceBenchmark(screen, records, runs, Records.Row.EMPTY).run(plan);
            case service -> new ServiceBenchmark(screen, records, runs, Records.Row.TRAITS).run(plan);
            case lookup -> new LookupBenchmark(screen, records).run(plan);
            case filter -> new ServiceBenchmark(screen, records, runs, Records.Row.TRAITS).filter(plan);
            case restore -> new RestoreBenchmark(screen, millions).run(plan);
            case quality -> new QualityReport(screen, observations).run();
        };
    }
}
