package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drift",
        exitCodeOnInvalidInput = 1,
        description = {
            "Shows what changed in the sources' columns, what it touches, and what was done about it.",
            "A change is open until a newer version of the pipeline answers it."
        },
        footer = {
            "",
            "Exit code: 0 nothing is open, 2 something is, 1 error.",
            "",
            "Example:",
            "  penstock drift",
            "  scores  main.ml.scores",
            "    version 12  renamed  score → likelihood  follow: read as likelihood",
            "      evidence  column mapping id 7",
            "      touches   attribute score, event crossed"
        })
final class DriftCommand implements Callable<Integer> {
    private static final int SOMETHING_OPEN = 2;

    @Mixin
    private Output output;

    @Mixin
    private IngestService service;

    @Parameters(index = "0", arity = "0..1", paramLabel = "PIPELINE", description = "Only this pipeline.")
    private String pipeline;

    @Option(names = "--all", description = "Also shows changes that were answered.")
    private boolean all;

    @Override
    public Integer call() {
        if (pipeline != null) {
            refuseUnknown();
        }
        JsonNode changes = service.get(
                "/v1/schema-changes" + (pipeline == null ? "" : "?pipeline=" + IngestService.encoded(pipeline)));
        ArrayNode shown = Json.config().createArrayNode();
        int open = 0;
        for (JsonNode change : changes) {
            boolean isOpen = change.path("open").asBoolean();
            open += isOpen ? 1 : 0;
            if (isOpen || all) {
                shown.add(change);
            }
        }
        if (output.isJson()) {
            output.json(Map.of("open", open, "changes", shown));
        } else {
            print(shown);
            output.remark(open == 0 ? "nothing is open" : open == 1 ? "1 change is open" : open + " changes are open");
        }
        return open == 0 ? 0 : SOMETHING_OPEN;
    }

    private void refuseUnknown() {
        List<String> known = new ArrayList<>();
        service.get("/v1/pipelines").forEach(each -> known.add(each.path("name").asText()));
        if (!known.contains(pipeline) && !all) {
            throw new CommandFailedException("there is no pipeline " + pipeline + NearName.hint(pipeline, known)
                    + " (--all also shows removed ones)");
        }
    }

    private void print(ArrayNode changes) {
        String heading = "";
        for (JsonNode change : changes) {
            String here = change.path("pipeline").asText() + "  "
                    + change.path("table").asText();
            if (!here.equals(heading)) {
                output.line(here);
                heading = here;
            }
            print(change);
        }
    }

    private void print(JsonNode change) {
        long version = change.path("tableVersion").asLong(-1);
        boolean open = change.path("open").asBoolean();
        output.table(List.of(List.of(
                Output.Cell.plain("  " + (version < 0 ? "no version" : "version " + version)),
                new Output.Cell(change.path("change").asText(), open ? Output.Mood.NEWS : Output.Mood.PLAIN),
                Output.Cell.plain(what(change)),
                Output.Cell.plain(done(change) + (open ? "" : " (answered)")))));
        detail("evidence", change.path("evidence").asText(""));
        StringJoiner touches = new StringJoiner(", ");
        change.path("touches").forEach(touch -> touches.add(touch.asText()));
        detail("touches", touches.toString());
        detail("proposal", change.path("proposal").asText(""));
    }

    private void detail(String name, String text) {
        if (!text.isEmpty()) {
            output.line("    %-8s  %s".formatted(name, text));
        }
    }

    /** Of a rename both names, of another change the column and what it was and is. */
    private static String what(JsonNode change) {
        String column = change.path("column").asText();
        String before = change.path("before").asText("");
        String after = change.path("after").asText("");
        return switch (change.path("change").asText()) {
            case "renamed" -> before + " → " + column;
            case "added" -> column + (after.isEmpty() ? "" : " " + after);
            case "removed" -> column + (before.isEmpty() ? "" : " " + before);
            default -> column + (before.isEmpty() && after.isEmpty() ? "" : " " + before + " → " + after);
        };
    }

    private static String done(JsonNode change) {
        String policy = change.path("policy").asText("");
        String action = change.path("action").asText("");
        return policy.isEmpty() || action.isEmpty() ? policy + action : policy + ": " + action;
    }
}
