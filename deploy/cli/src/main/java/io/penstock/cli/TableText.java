package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said about a table beside its columns. */
final class TableText {
    private static final int LONGEST_CELL = 48;
    /** What Delta notes down for itself. */
    private static final List<String> NOISE = List.of(
            "delta.feature.", "delta.rowTracking.materialized", "delta.min", "delta.columnMapping.max", "comment");

    private TableText() {}

    /** One line: name, kind, format, owner, comment. */
    static String heading(JsonNode table) {
        List<String> words = new ArrayList<>();
        for (String field : List.of("kind", "format", "owner", "comment")) {
            String text = table.path(field).asText("");
            if (!text.isEmpty()) {
                words.add(
                        switch (field) {
                            case "owner" -> "owned by " + text;
                            case "comment" -> "\"" + text + "\"";
                            default -> text.toLowerCase(Locale.ROOT);
                        });
            }
        }
        return table.path("fullName").asText() + "  " + String.join(", ", words);
    }

    /** Properties that somebody set. */
    static List<List<Output.Cell>> properties(JsonNode properties) {
        List<List<Output.Cell>> rows = new ArrayList<>();
        properties.properties().forEach(property -> {
            if (NOISE.stream().noneMatch(property.getKey()::startsWith)) {
                rows.add(List.of(
                        Output.Cell.plain(property.getKey()),
                        Output.Cell.plain(property.getValue().asText())));
            }
        });
        return rows;
    }

    /** A line of column names and one for each row; long values are cut. */
    static List<List<Output.Cell>> sample(JsonNode sample) {
        List<List<Output.Cell>> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        sample.path("columns").fieldNames().forEachRemaining(columns::add);
        rows.add(columns.stream().map(Output.Cell::plain).toList());
        sample.path("rows")
                .forEach(row -> rows.add(columns.stream()
                        .map(column -> Output.Cell.plain(cell(row.path(column))))
                        .toList()));
        return rows;
    }

    private static String cell(JsonNode value) {
        String text = value.isTextual() ? value.textValue() : value.toString();
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_CELL ? line : line.substring(0, LONGEST_CELL - 1) + "…";
    }
}
