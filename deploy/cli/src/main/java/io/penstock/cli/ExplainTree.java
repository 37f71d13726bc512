package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** An explanation as identity-service gives it, as a tree for people. */
final class ExplainTree {
    private static final String LAST = "└─ ";
    private static final String NEXT = "├─ ";

    private final Output output;

    ExplainTree(Output output) {
        this.output = output;
    }

    void print(JsonNode why) {
        switch (why.path("verdict").asText()) {
            case "TOGETHER" -> together(why);
            case "PERSON" -> why.path("profiles").forEach(this::person);
            case "CANNOT_LINK" -> apart(why, "kept apart by an order");
            default -> apart(why, "not one person");
        }
    }

    private void together(JsonNode why) {
        output.line("one person  " + why.at("/profiles/0/profile_id").asText());
        JsonNode path = why.path("path");
        if (path.isEmpty()) {
            output.line("both are the same identifier");
            return;
        }
        output.line(identifier(path.path(0).path("from")));
        String indent = "";
        for (JsonNode tie : path) {
            output.line(indent + LAST + identifier(tie.path("to")) + "  " + tie(tie));
            indent += "   ";
        }
    }

    private void apart(JsonNode why, String verdict) {
        output.line(verdict);
        why.path("profiles").forEach(this::person);
        JsonNode refused = why.path("refused");
        if (refused.isEmpty()) {
            output.line("nothing was refused between them, as far as it is remembered");
            return;
        }
        output.line("refused between them");
        List<String> lines = new ArrayList<>();
        refused.forEach(
                one -> lines.add(identifier(one.path("identifier")) + "  came with " + identifier(one.path("by"))));
        branches(lines);
    }

    private void person(JsonNode person) {
        int merges = person.path("merges").asInt();
        output.line(person.path("profile_id").asText()
                + (merges == 0 ? "" : merges == 1 ? "  1 profile absorbed" : "  " + merges + " profiles absorbed"));
        List<String> lines = new ArrayList<>();
        person.path("identifiers").forEach(joined -> lines.add(joined(joined)));
        branches(lines);
    }

    private static String joined(JsonNode joined) {
        StringBuilder text = new StringBuilder(identifier(joined.path("identifier")));
        JsonNode ties = joined.path("ties");
        if (ties.isEmpty()) {
            text.append("  first ").append(origin(joined.path("origin")));
        }
        for (JsonNode tie : ties) {
            text.append("  with ")
                    .append(identifier(tie.path("to")))
                    .append("  ")
                    .append(tie(tie));
        }
        joined.path("cannot_link").forEach(other -> text.append("  never with ").append(identifier(other)));
        return text.toString();
    }

    private void branches(List<String> lines) {
        for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
            String line = each.next();
            output.line((each.hasNext() ? NEXT : LAST) + line);
        }
    }

    private static String tie(JsonNode tie) {
        return (tie.path("kind").asText().equals("ORDERED") ? "ordered" : "seen together") + "  "
                + origin(tie.path("origin"));
    }

    private static String origin(JsonNode origin) {
        List<String> words = new ArrayList<>();
        if (origin.has("command_id")) {
            words.add("command " + origin.path("command_id").asText() + " by "
                    + origin.path("author").asText("somebody"));
        }
        if (origin.has("pipeline")) {
            words.add("pipeline " + origin.path("pipeline").asText());
        }
        if (origin.has("source")) {
            words.add(origin.path("source").asText()
                    + (origin.has("table_version")
                            ? " version " + origin.path("table_version").asText()
                            : ""));
        }
        if (origin.has("row_key")) {
            words.add("row " + origin.path("row_key").asText());
        }
        words.add("log " + origin.path("log_offset").asText());
        words.add("decision " + origin.path("decision_id").asText());
        return String.join(", ", words);
    }

    private static String identifier(JsonNode identifier) {
        return identifier.path("type").asText() + ":" + identifier.path("value").asText();
    }
}
