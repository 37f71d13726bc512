package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.drift.DriftReport;
import io.penstock.local.drift.DriftSuite;
import io.penstock.local.drift.History;
import io.penstock.local.drift.HistoryFiles;
import io.penstock.local.drift.Verdict;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripted table histories through the whole house, side by side.
 *
 * <p>Which: system property {@code penstock.histories}, names with commas between, or {@code all}. The default are
 * those in which names lie, in every mode; the rest is played by {@code ./penstock drift-suite}.
 */
class DriftSuiteIT {
    private static final String HISTORIES = System.getProperty("penstock.histories", "all");

    @TempDir
    Path folder;

    @Test
    void noHistoryEndsWithAWrongValueASilentLossOrAnythingElseThanItsFileExpects() throws Exception {
        List<History> histories = histories(
                HistoryFiles.all(Installation.fromSystemProperty().home().resolve("deploy/local/drift")));
        Installation installation = Installation.fromSystemProperty();
        House house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("main"));
        Screen screen = new Screen(System.out, false);
        house.prepare(screen::say);

        try (Stack stack = Stack.open(house.data())) {
            for (var phase : DriftSuite.programs(house)) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            List<Verdict> verdicts = new DriftSuite(house, stack, screen, histories).play();
            DriftReport.show(screen, verdicts);

            Map<String, List<String>> faults = new TreeMap<>();
            verdicts.stream()
                    .filter(verdict -> !verdict.passed())
                    .forEach(verdict -> faults.put(verdict.history().name(), DriftReport.faults(verdict)));
            assertThat(faults).isEmpty();
        }
    }

    private static List<History> histories(List<History> all) {
        if (HISTORIES.equals("all")) {
            return all;
        }
        List<String> names = List.of(HISTORIES.split("[,\\s]+"));
        List<History> chosen =
                all.stream().filter(history -> names.contains(history.name())).toList();
        assertThat(chosen).extracting(History::name).containsExactlyInAnyOrderElementsOf(names);
        return chosen;
    }
}
