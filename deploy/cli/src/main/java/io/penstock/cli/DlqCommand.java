package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dlq",
        description = {
            "Dead letters: records that no attempt would save, of every service, kept whole for 30 days.",
            "List them by cause, look at one, mend the cause, replay."
        },
        subcommands = {DlqCommand.Causes.class, DlqCommand.Show.class, DlqCommand.Replay.class},
        footer = {
            "",
            "Exit code: as each of them says.",
            "",
            "Example:",
            "  penstock dlq list",
            "  penstock dlq show 3-1207",
            "  penstock dlq replay --cause delivery/item_invalid --dry-run"
        })
final class DlqCommand {
    private static final String PATH = "/v1/dead-letters";

    private DlqCommand() {}

    @Command(
            name = "list",
            exitCodeOnInvalidInput = 1,
            description = "Groups the dead letters by cause (stage/code) and pipeline, the most frequent first.",
            footer = {
                "",
                "Exit code: 0 there are none, 2 there are some, 1 an error.",
                "",
                "Example:",
                "  penstock dlq list",
                "  delivery/item_invalid  upgrade-likelihood  17  2026-11-28T10:00:00Z to 2026-11-28T11:30:00Z  newest"
                        + " 3-1207"
            })
    static final class Causes implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private DeliveryService service;

        @Override
        public Integer call() {
            JsonNode found = service.get(PATH);
            JsonNode causes = found.path("causes");
            if (output.isJson()) {
                output.json(found);
            } else {
                output.table(rows(causes));
                output.remark(causes.isEmpty() ? "no dead letters" : "look at one: penstock dlq show ID");
            }
            return causes.isEmpty() ? 0 : 2;
        }

        private static List<List<Output.Cell>> rows(JsonNode causes) {
            List<List<Output.Cell>> rows = new ArrayList<>();
            for (JsonNode cause : causes) {
                String pipeline = cause.path("pipeline").asText("");
                rows.add(List.of(
                        new Output.Cell(
                                cause.path("stage").asText() + "/"
                                        + cause.path("code").asText(),
                                Output.Mood.BAD),
                        Output.Cell.plain(pipeline.isEmpty() ? "no pipeline" : pipeline),
                        Output.Cell.plain(cause.path("count").asText()),
                        Output.Cell.plain(cause.path("first").asText() + " to "
                                + cause.path("last").asText()),
                        Output.Cell.plain("newest " + cause.path("newest").asText())));
            }
            return rows;
        }
    }

    @Command(
            name = "show",
            description = "Shows one dead letter: why, when, from where, and the record itself with its values masked.",
            footer = {"", "Exit code: 0 shown, 1 there is none.", "", "Example:", "  penstock dlq show 3-1207 --reveal"
            })
    static final class Show implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private DeliveryService service;

        @Parameters(index = "0", paramLabel = "ID", description = "As list shows it.")
        private String id;

        @Option(names = "--reveal", description = "Shows the values; otherwise only the names of the fields.")
        private boolean reveal;

        @Override
        public Integer call() {
            JsonNode letter = service.find(PATH + "/" + DeliveryService.encoded(id) + (reveal ? "?reveal=true" : ""))
                    .orElseThrow(() -> new CommandFailedException("there is no dead letter " + id));
            if (output.isJson()) {
                output.json(letter);
            } else {
                List<List<Output.Cell>> rows = new ArrayList<>();
                letter.properties()
                        .forEach(each -> rows.add(List.of(
                                Output.Cell.plain(each.getKey()),
                                Output.Cell.plain(each.getValue().asText()))));
                output.table(rows);
            }
            return 0;
        }
    }

    @Command(
            name = "replay",
            exitCodeOnInvalidInput = 1,
            description = {
                "Puts dead letters back on the topic they came from, with the same ids, in their old order.",
                "Skipped and said so: a value older than what the destination has acknowledged since, a call that was"
                        + " accepted meanwhile, a record that failed twice (once is enough), what is no record of ours."
            },
            footer = {
                "",
                "Exit code: 0 all that were meant were replayed, 2 some were skipped, 1 none was meant, or an error.",
                "",
                "Examples:",
                "  penstock dlq replay --cause delivery/item_invalid --dry-run",
                "  penstock dlq replay --cause transform.script/timeout --pipeline upgrade-likelihood",
                "  penstock dlq replay 3-1207"
            })
    static final class Replay implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private DeliveryService service;

        @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "One of them, as list shows it.")
        private String id;

        @Option(names = "--cause", paramLabel = "STAGE/CODE", description = "All of this cause.")
        private String cause;

        @Option(names = "--pipeline", paramLabel = "NAME", description = "All of this pipeline.")
        private String pipeline;

        @Option(names = "--dry-run", description = "Says what would be replayed and what skipped, and does neither.")
        private boolean dryRun;

        @Override
        public Integer call() {
            Map<String, String> order = order();
            ObjectNode report = (ObjectNode) service.post(PATH + "/replay", order);
            for (String next = next(report); !next.isEmpty(); next = next(report)) {
                order.put("after", next);
                add(report, service.post(PATH + "/replay", order));
            }
            if (output.isJson()) {
                output.json(report);
            } else {
                print(report);
            }
            if (report.path("matched").asInt() == 0) {
                return 1;
            }
            return report.path("skipped").isEmpty() ? 0 : 2;
        }

        /** The service takes them in parts. */
        private static String next(JsonNode report) {
            return report.path("next").asText("");
        }

        private static void add(ObjectNode sum, JsonNode part) {
            for (String count : List.of("matched", "replayed")) {
                sum.put(count, sum.path(count).asInt() + part.path(count).asInt());
            }
            ObjectNode by = sum.withObject("/skipped_by");
            part.path("skipped_by")
                    .properties()
                    .forEach(each -> by.put(
                            each.getKey(),
                            by.path(each.getKey()).asInt() + each.getValue().asInt()));
            part.path("skipped").forEach(sum.withArray("/skipped")::add);
            sum.remove("next");
            if (part.has("next")) {
                sum.set("next", part.get("next"));
            }
        }

        private Map<String, String> order() {
            Map<String, String> order = new LinkedHashMap<>();
            order.put("mode", dryRun ? "DRY_RUN" : "REPLAY");
            if (id != null) {
                order.put("id", id);
            }
            if (cause != null) {
                int slash = cause.lastIndexOf('/');
                if (slash < 1 || slash == cause.length() - 1) {
                    throw new CommandFailedException("--cause: expected STAGE/CODE as dlq list shows it");
                }
                order.put("stage", cause.substring(0, slash));
                order.put("code", cause.substring(slash + 1));
            }
            if (pipeline != null) {
                order.put("pipeline", pipeline);
            }
            if (order.size() == 1) {
                throw new CommandFailedException("expected an ID, --cause or --pipeline, found none");
            }
            return order;
        }

        private void print(JsonNode report) {
            output.line((dryRun ? "would be replayed  " : "replayed  ")
                    + report.path("replayed").asInt() + " of "
                    + report.path("matched").asInt());
            report.path("skipped_by")
                    .properties()
                    .forEach(each -> output.line("skipped  " + each.getValue().asInt() + "  "
                            + each.getKey().replace('_', ' ')));
        }
    }
}
