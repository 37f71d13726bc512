package io.penstock.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = {
            "Shows what each pipeline makes of its columns: which become attributes of people, which events, objects,",
            "relations and conditions, and which nothing. Reads the project's files and nothing else."
        },
        footer = {
            "",
            "Exit code: 0 shown, 1 the project is not valid.",
            "",
            "Example:",
            "  penstock plan deploy/local/example"
        })
final class PlanCommand implements Callable<Integer> {
    private static final String EVERY = "every row";

    @Spec
    private CommandSpec command;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with project.yaml. Default: this one.")
    private Path folder;

    @Option(names = "--pipeline", paramLabel = "NAME", description = "Only this pipeline.")
    private String only;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TEXT",
            description = "text or json. Default: text.")
    private Format format;

    @Override
    public Integer call() {
        List<Outlook> outlooks =
                Project.load(folder).named(only).stream().map(Outlook::of).toList();
        PrintWriter out = command.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(json(outlooks));
        } else {
            outlooks.forEach(outlook -> tell(outlook, out));
        }
        return 0;
    }

    private static void tell(Outlook outlook, PrintWriter out) {
        String to = outlook.destination() == null ? "identity only" : outlook.destination();
        out.println("%s: %s -> %s".formatted(outlook.pipeline(), outlook.source(), to));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(outlook.script() == null ? "COLUMN" : "VALUE", "BECOMES", "NAME", "RULE", "WHEN"));
        for (Outlook.Use use : outlook.uses()) {
            String when = use.rule() == null ? "" : use.when() == null ? EVERY : use.when();
            rows.add(List.of(use.from(), use.becomes(), use.name(), use.rule() == null ? "" : use.rule(), when));
        }
        int[] widths = new int[rows.getFirst().size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("  ");
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static String json(List<Outlook> outlooks) {
        try {
            return Json.config().writerWithDefaultPrettyPrinter().writeValueAsString(outlooks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer can be written", e);
        }
    }
}
