package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merges",
        description = {
            "Merges of two people at a destination that are held before they go out, and what you say about them.",
            "A merge cannot be undone there."
        },
        subcommands = {MergesCommand.ListHeld.class, MergesCommand.Refuse.class, MergesCommand.Release.class},
        footer = {
            "",
            "Exit code: 0 done, 1 not.",
            "",
            "Example:",
            "  penstock merges list",
            "  penstock merges refuse prf_7kq2~01KAPKJ3S0Z3N6F1GH8C5Y2AKQ"
        })
final class MergesCommand {
    private MergesCommand() {}

    @Command(
            name = "list",
            description = "Lists merges that can still go out, the next one first; with --profile all of one person.",
            footer = {"", "Exit code: 0 shown, 1 not.", "", "Example:", "  penstock merges list --reveal"})
    static final class ListHeld implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private TransformService service;

        @Option(
                names = "--profile",
                paramLabel = "ID",
                description = "All merges of this person, whatever their state.")
        private String profile;

        @Option(names = "--reveal", description = "Shows the addresses; otherwise only their first character.")
        private boolean reveal;

        @Override
        public Integer call() {
            String query = (profile == null ? "?limit=1000" : "?profile=" + TransformService.encoded(profile))
                    + (reveal ? "&reveal=true" : "");
            ArrayNode merges = Json.config().createArrayNode();
            JsonNode first = service.get("/v1/merges" + query);
            merges.addAll((ArrayNode) first.path("merges"));
            first.path("elsewhere")
                    .forEach(other -> merges.addAll((ArrayNode)
                            service.getAt(other.asText() + "/v1/merges" + query).path("merges")));
            if (output.isJson()) {
                output.json(Map.of("merges", merges));
            } else {
                print(merges);
                output.remark(
                        merges.isEmpty() ? "no merges" : merges.size() == 1 ? "1 merge" : merges.size() + " merges");
            }
            return 0;
        }

        private void print(ArrayNode merges) {
            List<List<Output.Cell>> rows = new ArrayList<>();
            for (JsonNode merge : merges) {
                String state = merge.path("state").asText();
                boolean held = state.equals("held");
                rows.add(List.of(
                        Output.Cell.plain(merge.path("id").asText()),
                        new Output.Cell(
                                held ? "held until " + merge.path("until").asText() : state,
                                held ? Output.Mood.NEWS : Output.Mood.PLAIN),
                        Output.Cell.plain(merge.path("destination").asText()),
                        Output.Cell.plain(address(merge.path("secondary")) + " into " + address(merge.path("primary"))),
                        Output.Cell.plain(merge.path("absorbed").asText() + " into "
                                + merge.path("survivor").asText())));
            }
            output.table(rows);
        }

        private static String address(JsonNode address) {
            return address.isObject()
                    ? address.path("type").asText() + " "
                            + address.path("value").asText()
                    : "nobody yet";
        }
    }

    @Command(
            name = "refuse",
            description = "A held merge must never go out.",
            footer = {
                "",
                "Exit code: 0 refused, 1 not: it went out before, or there is none.",
                "",
                "Example:",
                "  penstock merges refuse prf_7kq2~01KAPKJ3S0Z3N6F1GH8C5Y2AKQ"
            })
    static final class Refuse implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private TransformService service;

        @Parameters(index = "0", paramLabel = "ID", description = "As list shows it.")
        private String id;

        @Override
        public Integer call() {
            service.answer(id, "refuse");
            String state = service.settled(id, "refused");
            report(output, id, state);
            return state.equals("refused") ? 0 : 1;
        }
    }

    @Command(
            name = "release",
            description = "A held merge goes out within a minute, as soon as both people exist there.",
            footer = {
                "",
                "Exit code: 0 released, 1 not: it was decided before, or there is none.",
                "",
                "Example:",
                "  penstock merges release prf_7kq2~01KAPKJ3S0Z3N6F1GH8C5Y2AKQ"
            })
    static final class Release implements Callable<Integer> {
        @Mixin
        private Output output;

        @Mixin
        private TransformService service;

        @Parameters(index = "0", paramLabel = "ID", description = "As list shows it.")
        private String id;

        @Override
        public Integer call() {
            service.answer(id, "release");
            report(output, id, "released");
            return 0;
        }
    }

    private static void report(Output output, String id, String state) {
        if (output.isJson()) {
            output.json(Map.of("id", id, "state", state));
        } else {
            output.line(id + "  " + state);
        }
    }
}
