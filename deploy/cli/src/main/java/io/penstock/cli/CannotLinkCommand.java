package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "cannot-link",
        exitCodeOnInvalidInput = 1,
        description = {
            "Says that two identifiers must never be one person.",
            "If they are one now, the second leaves with what is closer to it than to the first. A link of the two lifts it."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock cannot-link customer_id:C-1 customer_id:C-2 --workspace telco --reason \"twins\""
        })
final class CannotLinkCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "2", paramLabel = "ID", description = "Two identifiers as type:value; the second leaves.")
    private List<String> identifiers;

    @Override
    public Integer call() {
        return service.order(output, "CANNOT_LINK", identifiers);
    }
}
