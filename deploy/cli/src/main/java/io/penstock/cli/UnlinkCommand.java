package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "unlink",
        exitCodeOnInvalidInput = 1,
        description = {
            "Takes an identifier out of its profile.",
            "It gets a profile of its own, with what only it had tied to the rest, and stays apart from what it was tied to."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock unlink email:team@example.org --workspace telco --reason \"a shared mailbox\""
        })
final class UnlinkCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "1", paramLabel = "ID", description = "The identifier as type:value.")
    private List<String> identifiers;

    @Override
    public Integer call() {
        return service.order(output, "UNLINK", identifiers);
    }
}
