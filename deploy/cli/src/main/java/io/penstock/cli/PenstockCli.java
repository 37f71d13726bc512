package io.penstock.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the command. Exit codes: 0 all is well, 1 it is not, 2 the command was not understood. */
@Command(
        name = "penstock",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        version = "penstock 0.1.0",
        description = "Pipelines as code: checks a project's files, puts them into force, and looks at what they read.",
        subcommands = {
            ValidateCommand.class,
            ApplyCommand.class,
            StatusCommand.class,
            SchemaCommand.class,
            CatalogCommand.class,
            DoctorCommand.class,
            DriftCommand.class,
            HistoryCommand.class,
            TailCommand.class,
            DlqCommand.class,
            MergesCommand.class,
            ExplainCommand.class,
            LinkCommand.class,
            UnlinkCommand.class,
            SplitCommand.class,
            CannotLinkCommand.class,
            BlockCommand.class,
            EraseCommand.class,
            ImportExportCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  penstock validate deploy/local/example",
            "  penstock apply deploy/local/example --url http://127.0.0.1:18090",
            "  penstock status --output json",
            "  penstock schema pipeline",
            "  penstock catalog main.ml_outputs.upgrade_scores",
            "  penstock doctor upgrade-likelihood",
            "  penstock drift",
            "  penstock history --person email:ann@example.org",
            "  penstock dlq list",
            "  penstock merges list",
            "  penstock explain email:ann@example.org --workspace example"
        })
public final class PenstockCli {
    private PenstockCli() {}

    public static void main(String[] args) {
        // The schema validator logs through SLF4J and no provider is on this class path on purpose.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /**
     * Runs one command line in this JVM.
     *
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new PenstockCli())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (!(exception instanceof CommandFailedException)) {
                        throw exception;
                    }
                    err.println("penstock: " + exception.getMessage());
                    return 1;
                })
                .execute(args);
    }
}
