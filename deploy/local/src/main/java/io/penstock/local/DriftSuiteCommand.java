package io.penstock.local;

import io.penstock.local.drift.DriftReport;
import io.penstock.local.drift.DriftSuite;
import io.penstock.local.drift.History;
import io.penstock.local.drift.HistoryFiles;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.stack.StackException;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drift-suite",
        mixinStandardHelpOptions = true,
        description = {
            "Plays the scripted table histories of deploy/local/drift through the whole house, side by side: columns renamed,",
            "retyped, dropped, swapped, added while pipelines read. Exit code 1 unless every history ends as its file expects,",
            "with 0 wrong values and 0 silent losses."
        },
        footer = {"", "Example: ./penstock drift-suite renamed-follow-row-version --keep"})
final class DriftSuiteCommand implements Callable<Integer> {
    @Mixin
    private StackOptions options;

    @Parameters(paramLabel = "NAME", description = "Histories to play, or the beginning of their names. Default: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--keep", description = "Leave everything running afterwards, to look closer.")
    private boolean keep;

    @Option(names = "--from", paramLabel = "DIR", description = "Another folder of histories.")
    private Path folder;

    @Override
    public Integer call() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        List<History> histories =
                chosen(folder != null ? folder : installation.home().resolve("deploy/local/drift"));
        Screen screen = new Screen(System.out, System.console() != null);
        Path data = options.data(installation, "drift-suite");
        Runs.empty(data);
        House house = options.house(installation, data, Map.of());
        Files.createDirectories(house.lakehouse().resolve("main"));
        house.ports().requireFree();
        house.prepare(screen::say);
        screen.heading("The house starts");
        try (Stack stack = Stack.open(data)) {
            for (var phase : DriftSuite.programs(house)) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            boolean passed = DriftReport.show(screen, new DriftSuite(house, stack, screen, histories).play());
            if (keep) {
                Runs.showDoors(screen, house, stack);
                Runs.untilKey(screen, stack);
            }
            return passed ? 0 : 1;
        }
    }

    private List<History> chosen(Path from) {
        List<History> all = HistoryFiles.all(from);
        for (String name : names) {
            if (all.stream().noneMatch(history -> history.name().startsWith(name))) {
                throw new StackException("no history in " + from + " begins with " + name);
            }
        }
        return all.stream()
                .filter(history -> names.isEmpty()
                        || names.stream().anyMatch(name -> history.name().startsWith(name)))
                .toList();
    }
}
