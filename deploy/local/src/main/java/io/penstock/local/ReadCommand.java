package io.penstock.local;

import io.penstock.local.read.FoundTable;
import io.penstock.local.read.ReadReport;
import io.penstock.local.read.ReadRun;
import io.penstock.local.read.TableSearch;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "read",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every Delta table of a folder through a pipeline that passes it as it is, and compares the number of rows",
            "with plain Spark SQL. One line per table: read, or refused with the error's class and sentence.",
            "",
            "Exit code 0 if every table was read in full, or refused where Spark itself cannot read it; 1 otherwise."
        },
        footer = {"", "Example: ./penstock read --lakehouse ~/golden --output json"})
final class ReadCommand implements Callable<Integer> {
    /** What {@code --output} takes. */
    enum Output {
        text,
        json
    }

    @Mixin
    private StackOptions options;

    @Option(
            names = "--lakehouse",
            required = true,
            paramLabel = "DIR",
            description = "Every folder below it with a _delta_log is a table. It is copied, never written.")
    private Path lakehouse;

    @Option(
            names = "--table",
            arity = "1..*",
            paramLabel = "NAME",
            description = "Only these: a table's path below DIR, with slashes or dots, or its last name.")
    private List<String> tables = List.of();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Output output;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "PT3M",
            description = "Longest wait for a table, ISO-8601. Default: ${DEFAULT-VALUE}.")
    private Duration patience;

    @Override
    public Integer call() throws Exception {
        List<FoundTable> found = new TableSearch(lakehouse).find(tables);
        Installation installation = Installation.fromSystemProperty();
        Path data = options.data(installation, "read");
        Runs.empty(data);
        Path copies = Files.createDirectories(data.resolve("tables"));
        for (FoundTable table : found) {
            TableSearch.copy(table, copies);
        }
        House house = options.house(installation, data, Map.of("golden", copies));
        house.ports().requireFree();
        house.prepare(System.err::println);
        ReadReport report = new ReadReport();
        try (Stack stack = Stack.open(data)) {
            for (var phase : house.readingPhases()) {
                stack.start(phase, (name, needed) -> {});
            }
            new ReadRun(house, patience).read(found, (table, reading) -> {
                report.add(table, reading);
                if (output == Output.text) {
                    System.out.println(ReadReport.line(table, reading));
                }
            });
        }
        System.out.println(output == Output.json ? report.json().toPrettyString() : report.summary());
        return report.failed() == 0 ? 0 : 1;
    }
}
