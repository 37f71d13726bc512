package io.penstock.local;

import io.penstock.local.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code ./penstock demo | up | down | sql | check-telco | drift-suite | read}: the commands about programs on this
 * machine.
 */
@Command(
        name = "penstock",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            DownCommand.class,
            SqlCommand.class,
            TelcoCommand.class,
            DriftSuiteCommand.class,
            ReadCommand.class
        })
public final class LocalCli {
    private LocalCli() {}

    public static void main(String[] args) {
        int exit = new CommandLine(new LocalCli())
                .setExecutionExceptionHandler((exception, line, result) -> {
                    if (exception instanceof StackException) {
                        System.err.println("penstock: " + exception.getMessage());
                    } else {
                        exception.printStackTrace();
                    }
                    return 1;
                })
                .execute(args);
        System.exit(exit);
    }
}
