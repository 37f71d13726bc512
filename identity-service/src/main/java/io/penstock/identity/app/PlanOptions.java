package io.penstock.identity.app;

import java.nio.file.Path;
import java.util.Optional;

/** The command line of {@link IdentityPlan}. @param workspace null: the one the file names */
record PlanOptions(
        Path rules, String workspace, Optional<String> bootstrap, boolean json, boolean reveal, boolean help) {
    static final String HELP = """
            Usage: penstock identity-plan --rules FILE [--workspace NAME] [--bootstrap HOST:PORT] [--reveal] [-o text|json]
            Shows who would be somebody else under other identity rules, by folding the identity log offline. Changes nothing.

                  --rules FILE       An identity.yaml.
              -w, --workspace NAME   Default: metadata.name of the file.
                  --bootstrap ADDR   The broker. Default: that of the newest stack below data/, else localhost:9092.
                  --reveal           Shows values; otherwise only their first character.
              -o, --output FORMAT    text or json. Default: text.

            IDENTITY_ID_SECRET must be identity-service's, or the profile ids shown are not its.

            Exit code: 0 no difference, 2 some, 1 error.

            Example:
              penstock identity-plan --rules deploy/local/example/identity.yaml --workspace example
            """;

    /** @throws PlanFailedException if it is not understood */
    static PlanOptions read(String... args) {
        Path rules = null;
        String workspace = null;
        String bootstrap = null;
        boolean json = false;
        boolean reveal = false;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--rules" -> rules = Path.of(value(args, i++));
                case "-w", "--workspace" -> workspace = value(args, i++);
                case "--bootstrap" -> bootstrap = value(args, i++);
                case "-o", "--output" -> json = isJson(value(args, i++));
                case "--reveal" -> reveal = true;
                case "-h", "--help" -> help = true;
                default -> throw new PlanFailedException("there is no option '" + args[i] + "'; try --help");
            }
        }
        if (rules == null && !help) {
            throw new PlanFailedException("say which rules: --rules FILE; try --help");
        }
        return new PlanOptions(rules, workspace, Optional.ofNullable(bootstrap), json, reveal, help);
    }

    private static String value(String[] args, int option) {
        if (option + 1 == args.length) {
            throw new PlanFailedException("expected a value behind " + args[option]);
        }
        return args[option + 1];
    }

    private static boolean isJson(String format) {
        return switch (format) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new PlanFailedException("expected text or json behind --output");
        };
    }
}
