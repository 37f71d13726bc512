package io.penstock.ingest.databricks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Names and literals as they stand in a statement. */
final class SqlNames {
    private SqlNames() {}

    /** A dotted name, each part in back-quotes. */
    static String table(String dotted) {
        return parts(dotted).stream().map(SqlNames::column).collect(Collectors.joining("."));
    }

    /** The parts of a dotted name; parts that are quoted already may hold dots. */
    static List<String> parts(String dotted) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean inside = false;
        for (char c : dotted.strip().toCharArray()) {
            if (c == '`') {
                inside = !inside;
            } else if (c == '.' && !inside) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    /** One name in back-quotes. */
    static String column(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** Names in back-quotes, each after a prefix, with commas between. */
    static String columns(String prefix, List<String> names) {
        return names.stream().map(name -> prefix + column(name)).collect(Collectors.joining(", "));
    }

    /** A text literal. */
    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** The name under which a person may stand in a comment: letters, digits and {@code . _ @ : -} only. */
    static String label(String name) {
        return name.replaceAll("[^A-Za-z0-9._@:-]", "_");
    }
}
