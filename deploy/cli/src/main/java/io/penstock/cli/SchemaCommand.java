package io.penstock.cli;

import io.penstock.control.core.SchemaCatalog;
import io.penstock.control.project.ConfigSchemas;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        description = "Prints the JSON Schema of a kind of file, for your editor; without KIND, the kinds there are.",
        footer = {
            "",
            "Name it in line 1 of a file and the editor completes and explains every key:",
            "  # yaml-language-server: $schema=pipeline-v1.json",
            "",
            "Example:",
            "  penstock schema pipeline > pipeline-v1.json"
        })
final class SchemaCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "KIND",
            description = "project, connection, identity or pipeline.")
    private String kind;

    @Override
    public Integer call() {
        SchemaCatalog catalog = ConfigSchemas.load();
        List<String> kinds =
                catalog.names().stream().map(name -> name.replace("-v1", "")).toList();
        if (kind == null) {
            if (output.isJson()) {
                output.json(kinds);
            } else {
                kinds.forEach(output::line);
            }
            return 0;
        }
        String wanted = kind.toLowerCase(Locale.ROOT);
        String text = catalog.text(wanted)
                .or(() -> catalog.text(wanted + "-v1"))
                .orElseThrow(() -> new CommandFailedException(
                        "expected one of " + String.join(", ", kinds) + ", found '" + kind + "'"));
        output.line(text.stripTrailing());
        return 0;
    }
}
