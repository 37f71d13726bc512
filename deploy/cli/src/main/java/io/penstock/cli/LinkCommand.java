package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "link",
        exitCodeOnInvalidInput = 1,
        description = {
            "Says that two identifiers are one person, whatever the limits say.",
            "What they had been until now becomes one profile; the older one keeps its id. Lifts a cannot-link of the two."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock link customer_id:C-1042 email:ann@example.org --workspace telco --reason \"same person on the phone\""
        })
final class LinkCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "2", paramLabel = "ID", description = "Two identifiers as type:value.")
    private List<String> identifiers;

    @Override
    public Integer call() {
        return service.order(output, "LINK", identifiers);
    }
}
