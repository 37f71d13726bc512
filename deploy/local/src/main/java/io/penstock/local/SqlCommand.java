package io.penstock.local;

import io.penstock.databricks.sandbox.SqlPrompt;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "A SQL prompt on the lakehouse of a running stack, through the Databricks driver. End a statement with ;",
        footer = {"", "Example: ./penstock sql -e \"SELECT * FROM penstock.engagement.customerio_events\""})
final class SqlCommand implements Callable<Integer> {
    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "18080",
            description = "As given to up or demo. Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Option(names = "-e", paramLabel = "SQL", description = "Run one statement and end.")
    private String statement;

    @Override
    public Integer call() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--port", Integer.toString(new Ports(portBase).databricks()), "--token", House.DATABRICKS_TOKEN));
        if (statement != null) {
            arguments.addAll(List.of("-e", statement));
        }
        SqlPrompt.main(arguments.toArray(String[]::new));
        return 0;
    }
}
