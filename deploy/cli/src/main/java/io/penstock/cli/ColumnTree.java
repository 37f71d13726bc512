package io.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A table's columns as lines, the fields of structs as branches below their column. */
final class ColumnTree {
    private final List<List<Output.Cell>> rows = new ArrayList<>();

    private ColumnTree() {}

    /** Rows of name, type, {@code not null}, comment. */
    static List<List<Output.Cell>> rows(JsonNode columns) {
        ColumnTree tree = new ColumnTree();
        columns.forEach(column -> tree.add(column, "", ""));
        return tree.rows;
    }

    private void add(JsonNode column, String branch, String indent) {
        JsonNode fields = column.path("fields");
        String type = column.path("type").asText();
        rows.add(List.of(
                Output.Cell.plain(branch + column.path("name").asText()),
                Output.Cell.plain(fields.isEmpty() ? type : withoutFields(type)),
                Output.Cell.plain(column.path("nullable").asBoolean(true) ? "" : "not null"),
                Output.Cell.plain(column.path("comment").asText(""))));
        for (int i = 0; i < fields.size(); i++) {
            boolean last = i == fields.size() - 1;
            add(fields.get(i), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  "));
        }
    }

    /** {@code array<struct<a:int>>} becomes {@code array<struct>}: the fields stand below. */
    static String withoutFields(String type) {
        int start = type.indexOf("struct<");
        if (start < 0) {
            return type;
        }
        int depth = 0;
        for (int i = start + "struct".length(); i < type.length(); i++) {
            char c = type.charAt(i);
            if (c == '<') {
                depth++;
            } else if (c == '>' && --depth == 0) {
                return type.substring(0, start) + "struct" + type.substring(i + 1);
            }
        }
        return type;
    }
}
