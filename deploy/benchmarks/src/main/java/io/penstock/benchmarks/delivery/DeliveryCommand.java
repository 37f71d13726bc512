package io.penstock.benchmarks.delivery;

import io.penstock.benchmarks.figures.FigureFile;
import io.penstock.benchmarks.figures.JavaFlags;
import io.penstock.benchmarks.figures.Place;
import io.penstock.local.stack.Installation;
import io.penstock.local.story.Screen;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./penstock benchmark delivery}. */
@Command(
        name = "delivery",
        mixinStandardHelpOptions = true,
        description = {
            "Measures delivery-service against the stand-in for Customer.io, limit off, and a bare HTTP client that",
            "sends the same batches in the same round."
        },
        footer = {"", "Example: ./penstock benchmark delivery --calls 100000 --warm-up 200000 --runs 3"})
public final class DeliveryCommand implements Callable<Integer> {
    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Deliveries of a round. Default: ${DEFAULT-VALUE}.")
    private int calls;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "1000000",
            description = {
                "Deliveries, at least, that either side has sent before those that are measured, in rounds of",
                "--calls: until then compilers take a third of the time. At least one round. Default: ${DEFAULT-VALUE}."
            })
    private int warmUp;

    @Option(
            names = "--runs",
            paramLabel = "R",
            defaultValue = "3",
            description = "Measured rounds. Default: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--at-one-time",
            paramLabel = "N",
            defaultValue = "8",
            description = "Most requests under way, for both. Default: ${DEFAULT-VALUE}.")
    private int atOneTime;

    @Option(
            names = "--setting",
            paramLabel = "NAME=VALUE",
            description = "Environment of delivery-service, such as PENSTOCK_DELIVERY_BATCH_ITEMS=50. Repeatable.")
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
        Map<String, String> all = new HashMap<>(settings);
        all.put("PENSTOCK_DELIVERY_REQUESTS_IN_FLIGHT", Integer.toString(atOneTime));
        DeliveryBenchmark.Result result;
        try (DeliveryRig rig =
                DeliveryRig.start(installation, folder.resolve("delivery"), place.portBase(), all, javaFlags.all())) {
            result = new DeliveryBenchmark(screen, calls, warmUp, runs, atOneTime).run(rig);
        }
        screen.say(String.format(
                Locale.ROOT,
                "medians: %,.0f deliveries/s, bare %,.0f/s, ratio %.2f (aim 0.6), %.1f µs CPU of the service per delivery",
                result.rate(),
                result.bareRate(),
                result.ratio(),
                result.serviceCpu()));
        figures.put("delivery", result);
        figures.write(folder, "delivery");
        return 0;
    }
}
