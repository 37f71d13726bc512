package io.penstock.databricks.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.util.List;

/**
 * The program. Prints {@code databricks-sandbox ready on http://127.0.0.1:PORT} when the first query would work, and
 * ends cleanly on SIGTERM. Exit code 1: it could not start, one sentence on the error stream says why; 2: wrong
 * options.
 */
public final class DatabricksSandbox {
    private DatabricksSandbox() {}

    /** Starts the sandbox as {@code --help} says. */
    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(SandboxOptions.USAGE);
            return;
        }
        SandboxOptions options;
        try {
            options = SandboxOptions.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + " See --help.");
            System.exit(2);
            return;
        }
        if (options.train()) {
            Training.run();
            System.exit(0); // Spark leaves threads behind
        }
        serve(options);
    }

    private static void serve(SandboxOptions options) throws InterruptedException {
        try {
            SandboxServer server = SandboxServer.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
            System.out.println("databricks-sandbox ready on http://127.0.0.1:" + server.port());
            Thread.currentThread().join(); // until the process is told to end
        } catch (BindException e) {
            System.err.println("Port " + options.port() + " on 127.0.0.1 is taken; choose another one with --port.");
            System.exit(1);
        } catch (IOException | RuntimeException e) {
            System.err.println("The sandbox could not start: " + e);
            System.exit(1); // Spark may have left threads behind
        }
    }
}
