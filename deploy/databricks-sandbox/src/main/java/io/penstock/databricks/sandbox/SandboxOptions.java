package io.penstock.databricks.sandbox;

import io.penstock.databricks.sandbox.oauth.OAuthEndpoint.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one sandbox is to run.
 *
 * @param port 0 for any free one
 * @param root folder laid out {@code <catalog>/<schema>/<table>}; made if missing
 * @param catalogs further catalogs by name: existing folders laid out {@code <schema>/<table>}
 * @param stateDir folder for temporary files; without one a temporary folder that goes when the sandbox ends
 * @param token the one personal access token; without token and client any token is good
 * @param client the service principal that may sign in
 * @param train whether to run the training statements and end
 */
public record SandboxOptions(
        int port,
        Optional<Path> root,
        Map<String, Path> catalogs,
        Optional<Path> stateDir,
        Optional<String> token,
        Optional<Client> client,
        boolean train) {

    /** What {@code --help} shows. */
    static final String USAGE = """
            databricks-sandbox --port N --root DIR [--catalog NAME=DIR]... [--warehouse-state-dir DIR]
                               [--token T] [--client-id X --client-secret Y]
            databricks-sandbox --train
              --port N                    port on 127.0.0.1; 0 takes any free one
              --root DIR                  lakehouse folder: every folder in it is a catalog of Delta tables
              --catalog NAME=DIR          serves every Delta table below DIR as catalog NAME; may be repeated
              --warehouse-state-dir DIR   where Spark keeps temporary files (default: a temporary folder)
              --token T                   the personal access token to ask for (default: any is good)
              --client-id X, --client-secret Y   the service principal for OAuth
              --train                     runs a few statements in a temporary folder and ends; makes an AOT cache
            """;

    /** A lakehouse under one folder, on a free port, open to any token. */
    public static SandboxOptions of(Path root) {
        return new SandboxOptions(
                0, Optional.of(root), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);
    }

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with one sentence that says what is wrong
     */
    static SandboxOptions parse(List<String> arguments) {
        Map<String, String> values = new HashMap<>();
        Map<String, Path> catalogs = new HashMap<>();
        boolean train = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String option = rest.pop();
            switch (option) {
                case "--train" -> train = true;
                case "--catalog" -> catalog(value(option, rest), catalogs);
                case "--port", "--root", "--warehouse-state-dir", "--token", "--client-id", "--client-secret" ->
                    values.put(option, value(option, rest));
                default -> throw new IllegalArgumentException("Unknown option " + option + ".");
            }
        }
        Optional<Path> root = Optional.ofNullable(values.get("--root")).map(SandboxOptions::folder);
        if (root.isEmpty() && catalogs.isEmpty() && !train) {
            throw new IllegalArgumentException("--root DIR or --catalog NAME=DIR is needed.");
        }
        return new SandboxOptions(
                port(values.getOrDefault("--port", "0")),
                root,
                Map.copyOf(catalogs),
                Optional.ofNullable(values.get("--warehouse-state-dir")).map(SandboxOptions::folder),
                Optional.ofNullable(values.get("--token")),
                client(values),
                train);
    }

    private static Optional<Client> client(Map<String, String> values) {
        if (values.containsKey("--client-id") != values.containsKey("--client-secret")) {
            throw new IllegalArgumentException("--client-id and --client-secret go together.");
        }
        return Optional.ofNullable(values.get("--client-id")).map(id -> new Client(id, values.get("--client-secret")));
    }

    private static void catalog(String value, Map<String, Path> catalogs) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--catalog wants NAME=DIR, but got " + value + ".");
        }
        Path folder = folder(value.substring(equals + 1));
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--catalog wants an existing folder, but there is no " + folder + ".");
        }
        catalogs.put(value.substring(0, equals), folder);
    }

    private static Path folder(String text) {
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException("--port wants a number from 0 to 65535, but got " + text + ".");
        }
        return Integer.parseInt(text);
    }

    private static String value(String option, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(option + " wants a value.");
        }
        return rest.pop();
    }
}
