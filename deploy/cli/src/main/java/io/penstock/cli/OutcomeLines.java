package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Outcomes as rows of a table. */
final class OutcomeLines {
    private OutcomeLines() {}

    static List<List<Output.Cell>> rows(Iterable<JsonNode> outcomes) {
        List<List<Output.Cell>> rows = new ArrayList<>();
        outcomes.forEach(outcome -> rows.add(row(outcome)));
        return rows;
    }

    private static List<Output.Cell> row(JsonNode outcome) {
        String status = outcome.path("status").asText().toLowerCase(Locale.ROOT);
        String code = outcome.path("code").asText();
        String event = outcome.path("event").asText("");
        return List.of(
                Output.Cell.plain(outcome.path("at").asText()),
                new Output.Cell(
                        status.equals("accepted") ? status : status + " " + code,
                        status.equals("accepted") ? Output.Mood.GOOD : Output.Mood.BAD),
                Output.Cell.plain(
                        outcome.path("kind").asText().toLowerCase(Locale.ROOT) + (event.isEmpty() ? "" : " " + event)),
                Output.Cell.plain(outcome.path("pipeline").asText()),
                Output.Cell.plain(whom(outcome)),
                Output.Cell.plain(said(outcome)));
    }

    private static String whom(JsonNode outcome) {
        JsonNode address = outcome.path("address");
        JsonNode object = outcome.path("object");
        String called = address.isObject()
                ? address.path("type").asText() + " " + address.path("value").asText()
                : object.isObject()
                        ? "object " + object.path("type").asText() + "/"
                                + object.path("id").asText()
                        : "";
        return (outcome.path("profile_id").asText("") + " " + called).strip();
    }

    private static String said(JsonNode outcome) {
        List<String> words = new ArrayList<>();
        int attempts = outcome.path("attempts").asInt();
        if (attempts > 1) {
            words.add(attempts + " attempts");
        }
        outcome.path("words").forEach(each -> words.add(each.asText()));
        return String.join("; ", words);
    }
}
