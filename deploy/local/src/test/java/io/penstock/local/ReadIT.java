package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.local.read.ArrivedRows;
import io.penstock.local.read.FoundTable;
import io.penstock.local.read.KindsLakehouse;
import io.penstock.local.read.ReadReport;
import io.penstock.local.read.ReadRun;
import io.penstock.local.read.Reading;
import io.penstock.local.read.TableKind;
import io.penstock.local.read.TableSearch;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A table of every kind through a pass-through pipeline: what Spark reads arrives whole and value by value, what Spark
 * refuses is refused with its reason.
 *
 * <p>Which: system property {@code penstock.kinds}, names with commas between, or {@code all}. The default are the
 * starred ones of {@code table-kinds.txt}.
 */
class ReadIT {
    private static final String KINDS = System.getProperty("penstock.kinds", "usual");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** Where the tables stay, if they shall: {@code ./penstock read} takes them from there. */
    private static final String KEPT = System.getProperty("penstock.kinds.folder", "");

    @TempDir
    Path temporary;

    @Test
    void everyKindOfTableIsReadAsSparkReadsItOrRefusedAsSparkRefusesIt() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        Path data = (KEPT.isEmpty() ? temporary : Path.of(KEPT)).resolve("data");
        Path copies = Files.createDirectories(data.resolve("tables"));
        House house = new House(
                installation,
                FreePorts.draw(),
                data,
                data.resolve("lakehouse"),
                Map.of("golden", copies),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve(KindsLakehouse.CATALOG));
        Screen screen = new Screen(System.out, false);
        house.prepare(screen::say);

        try (Stack stack = Stack.open(data)) {
            for (var phase : house.readingPhases()) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            Map<String, Object> faults = new TreeMap<>();
            Map<String, TableKind> kinds = made(house, faults);
            List<FoundTable> tables = new TableSearch(house.lakehouse().resolve(KindsLakehouse.CATALOG))
                    .find(List.copyOf(kinds.keySet()));
            tables.forEach(table -> TableSearch.copy(table, copies));
            ReadReport report = new ReadReport();
            Map<FoundTable, Reading> readings = new LinkedHashMap<>();
            new ReadRun(house, PATIENCE).read(tables, (table, reading) -> {
                screen.say(ReadReport.line(table, reading));
                report.add(table, reading);
                readings.put(table, reading);
            });
            screen.say(report.summary());
            judge(house, kinds, readings, faults);
            faults.forEach((name, fault) -> screen.say(name + ": " + fault));
            assertThat(faults).isEmpty();
        }
    }

    private static Map<String, TableKind> made(House house, Map<String, Object> faults) throws Exception {
        List<TableKind> all = TableKind.all();
        List<String> names = List.of(KINDS.split("[,\\s]+"));
        List<TableKind> wanted = all.stream()
                .filter(kind -> switch (KINDS) {
                    case "all" -> true;
                    case "usual" -> kind.usual();
                    default -> names.contains(kind.name());
                })
                .toList();
        try (KindsLakehouse lakehouse = new KindsLakehouse(house, all)) {
            Map<String, TableKind> made = lakehouse.make(wanted);
            faults.putAll(lakehouse.faults());
            return made;
        }
    }

    private static void judge(
            House house, Map<String, TableKind> kinds, Map<FoundTable, Reading> readings, Map<String, Object> faults)
            throws Exception {
        ArrivedRows arrived = new ArrivedRows(house.ports().bootstrap());
        for (var entry : readings.entrySet()) {
            TableKind kind = kinds.get(entry.getKey().shown());
            String got = switch (entry.getValue()) {
                case Reading.Whole whole -> Long.toString(whole.rows());
                case Reading.Refused refused -> refused.why().errorClass();
                default -> "failed";
            };
            if (!got.equals(kind.owed())) {
                faults.put(kind.name(), ReadReport.line(entry.getKey(), entry.getValue()) + ", owed " + kind.owed());
            } else if (kind.isReadable()) {
                List<List<String>> differences = arrived.differences(house, entry.getKey());
                if (!differences.equals(List.of(List.of(), List.of()))) {
                    faults.put(kind.name(), differences);
                }
            }
        }
    }
}
