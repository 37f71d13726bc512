package io.penstock.local;

import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts broker, stand-ins and services and leaves them running until Enter or ./penstock down.",
            "A second up on the same data folder continues where it stopped."
        },
        footer = {"", "Example: ./penstock up --catalog main=~/lake/main   then: ./penstock apply my-project"})
final class UpCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options;

    @Option(
            names = "--catalog",
            paramLabel = "NAME=DIR",
            description =
                    "Serve the Delta tables below DIR/<schema>/<table> as a catalog. Repeatable. They can be written to.")
    private Map<String, Path> catalogs = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        Screen screen = new Screen(System.out, System.console() != null);
        Path data = options.data(installation, "up");
        House house = options.house(installation, data, catalogs);
        Files.createDirectories(house.lakehouse().resolve("main"));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        screen.heading("Penstock starts on " + data);
        try (Stack stack = Stack.open(data)) {
            house.ports().requireFree();
            house.prepare(screen::say);
            for (var phase : house.phases()) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            Runs.showDoors(screen, house, stack);
            Runs.untilKey(screen, stack);
        }
        return 0;
    }
}
