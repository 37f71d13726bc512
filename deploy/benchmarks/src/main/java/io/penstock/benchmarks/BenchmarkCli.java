package io.penstock.benchmarks;

import io.penstock.benchmarks.delivery.DeliveryCommand;
import io.penstock.benchmarks.events.EventsCommand;
import io.penstock.benchmarks.identity.IdentityCommand;
import io.penstock.benchmarks.transform.TransformCommand;
import io.penstock.local.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./penstock benchmark …}. */
@Command(
        name = "penstock benchmark",
        mixinStandardHelpOptions = true,
        description = "Measures the house on this machine. A measurement wants the machine for itself.",
        subcommands = {
            IngestCommand.class,
            IdentityCommand.class,
            TransformCommand.class,
            DeliveryCommand.class,
            EventsCommand.class
        })
public final class BenchmarkCli {
    private BenchmarkCli() {}

    public static void main(String[] args) {
        CommandLine line = new CommandLine(new BenchmarkCli()).setExecutionExceptionHandler((exception, at, result) -> {
            if (exception instanceof StackException) {
                System.err.println("penstock: " + exception.getMessage());
            } else {
                exception.printStackTrace();
            }
            return 1;
        });
        System.exit(line.execute(args.length == 0 ? new String[] {"--help"} : args));
    }
}
