package io.penstock.benchmarks.events;

import io.penstock.benchmarks.figures.FigureFile;
import io.penstock.benchmarks.figures.Machine;
import io.penstock.benchmarks.figures.Place;
import io.penstock.local.stack.Installation;
import io.penstock.local.story.Screen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = {
            "Measures webhook-service with a real broker and the Databricks stand-in, each as a process of its own.",
            "",
            "door      how soon a webhook is answered at a rate, in an open loop, without a warehouse on the machine",
            "landing   events per second into Delta, as a ratio to the driver alone merging the same rows",
            "visible   from a webhook to its row"
        },
        footer = {"", "Example: ./penstock benchmark events --rate 500 --seconds 30"})
public final class EventsCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "${COMPLETION-CANDIDATES}. Default: all three.")
    private Set<EventsBenchmark.Part> only = EnumSet.allOf(EventsBenchmark.Part.class);

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Webhooks a second. Default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "60",
            description = "Seconds at that rate before. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Events landed. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "20",
            description = "Webhooks whose row is looked for. Default: ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            defaultValue = "PT2S",
            description = "engagement.maxAge of the project. Default: ${DEFAULT-VALUE}.")
    private Duration maxAge;

    @Mixin
    private Place place;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        Screen screen = new Screen(System.out, System.console() != null);
        Path folder = place.folder(installation);
        FigureFile figures = new FigureFile(screen);
        EventsBenchmark benchmark =
                new EventsBenchmark(screen, new EventsBenchmark.Size(rate, warmUp, seconds, events, samples, maxAge));
        figures.put(
                "events",
                benchmark.run(only, new EventsRig.Plan(installation, folder.resolve("events"), place.portBase())));
        screen.say("load at the end %.1f".formatted(Machine.here().loadAverage()));
        figures.write(folder, "events");
        return 0;
    }
}
