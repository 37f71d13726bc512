package io.penstock.pipelines;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry of the commands that play pipelines. Exit codes: 0 all is well, 1 error, 3 a test failed. */
@Command(
        name = "penstock",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        version = "penstock 0.1.0",
        description = "What the pipelines of a project make of rows.",
        subcommands = {TestPipelinesCommand.class, PlanCommand.class})
public final class PipelinesCli {
    private static final String HOME = System.getProperty("penstock.home", "target");

    private PipelinesCli() {}

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args));
    }

    /**
     * Runs one command line in this JVM.
     *
     * @return the exit code
     */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new PipelinesCli())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((exception, line) -> {
                    err.println("penstock: " + exception.getMessage());
                    return 1;
                })
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (!(exception instanceof CommandFailedException)) {
                        throw exception;
                    }
                    err.println("penstock: " + exception.getMessage());
                    return 1;
                })
                .execute(args);
    }

    /** Where the script worker unpacks itself. */
    static Path scriptFolder() {
        return Path.of(HOME, "data", "pipelines", "script");
    }
}
