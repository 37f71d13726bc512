package io.penstock.cli;

import java.io.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        exitCodeOnInvalidInput = 1,
        description = {
            "Forgets a person: profile, traits, identifiers, redirects and evidence, for good.",
            "Keyed hashes of the identifiers stay, so that a replay forgets again. Cannot be undone."
        },
        footer = {
            "",
            "Exit code: 0 the log has the order, 1 it has not.",
            "",
            "Example:",
            "  penstock erase email:ann@example.org --workspace telco --reason \"request 4711\""
        })
final class EraseCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Mixin
    private IdentityService service;

    @Parameters(arity = "1", paramLabel = "ID", description = "An identifier of the person, as type:value.")
    private List<String> identifiers;

    @Option(
            names = {"-y", "--yes"},
            description = "Does not ask.")
    private boolean yes;

    @Override
    public Integer call() {
        if (!yes && !isConfirmed()) {
            throw new CommandFailedException("not erased: say yes when asked, or give --yes");
        }
        return service.order(output, "ERASE", identifiers);
    }

    private static boolean isConfirmed() {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return false;
        }
        String answer = console.readLine("This forgets a person and cannot be undone. Type yes to go on: ");
        return "yes".equalsIgnoreCase(answer == null ? "" : answer.strip());
    }
}
