package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "block",
        exitCodeOnInvalidInput = 1,
        description = {
            "Says that a value names nobody, now and later.",
            "Profiles that only it held together come apart, as if it had never been seen."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock block email:test@test.com --workspace telco --reason \"a test address\""
        })
final class BlockCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "1", paramLabel = "ID", description = "The identifier as type:value.")
    private List<String> identifiers;

    @Override
    public Integer call() {
        return service.order(output, "BLOCK", identifiers);
    }
}
