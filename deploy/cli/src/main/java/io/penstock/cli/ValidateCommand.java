package io.penstock.cli;

import io.penstock.control.core.Bundle;
import io.penstock.control.core.Reading;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = {
            "Checks a project's files without talking to anything.",
            "Reports every mistake at once, each as file:line:column: what was expected, what came."
        },
        footer = {
            "",
            "Exit code: 0 valid, 1 not valid.",
            "",
            "Example:",
            "  penstock validate deploy/local/example",
            "  ok  workspace example: 2 pipelines, 2 connections, identity"
        })
final class ValidateCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Folder with project.yaml. Default: this one.")
    private Path folder;

    /** Answer in JSON. */
    record Valid(boolean valid, String workspace, List<String> entries, List<String> errors) {}

    @Override
    public Integer call() {
        LocalProject project = LocalProject.load(folder);
        return switch (project.reading()) {
            case Reading.Accepted accepted -> {
                good(accepted.bundle());
                yield 0;
            }
            case Reading.Refused refused -> {
                bad(output, project.errors());
                yield 1;
            }
        };
    }

    private void good(Bundle bundle) {
        if (output.isJson()) {
            List<String> keys = bundle.entries().stream()
                    .map(entry -> entry.key().toString())
                    .toList();
            output.json(new Valid(true, bundle.workspace(), keys, List.of()));
        } else {
            output.table(List.of(
                    List.of(new Output.Cell("ok", Output.Mood.GOOD), Output.Cell.plain(LocalProject.summary(bundle)))));
        }
    }

    /** Prints what makes a project invalid. */
    static void bad(Output output, List<String> errors) {
        if (output.isJson()) {
            output.json(new Valid(false, null, List.of(), errors));
        } else {
            errors.forEach(output::line);
            output.remark(errors.size() == 1 ? "1 error" : errors.size() + " errors");
        }
    }
}
