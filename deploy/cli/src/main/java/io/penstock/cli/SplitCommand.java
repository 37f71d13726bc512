package io.penstock.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "split",
        exitCodeOnInvalidInput = 1,
        description = {
            "Takes identifiers out of their profile together, as another person.",
            "They stay together and apart from the rest, also when they are seen with it again."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock split email:bob@example.org device_id:d-77 --workspace telco --reason \"two people on one account\""
        })
final class SplitCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "1..*", paramLabel = "ID", description = "The identifiers that leave, as type:value.")
    private List<String> identifiers;

    @Override
    public Integer call() {
        return service.order(output, "SPLIT", identifiers);
    }
}
