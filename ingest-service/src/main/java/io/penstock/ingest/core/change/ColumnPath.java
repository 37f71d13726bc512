package io.penstock.ingest.core.change;

import java.util.ArrayList;
import java.util.List;

/** The path of a column or of a field inside it, as a table's history writes it: {@code a.`odd.name`.element.b}. */
final class ColumnPath {
    private ColumnPath() {}

    /** The names, without back-quotes. */
    static List<String> parse(String text) {
        List<String> names = new ArrayList<>();
        StringBuilder name = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '`' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '`') {
                name.append('`');
                i++;
            } else if (c == '`') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                names.add(name.toString());
                name.setLength(0);
            } else {
                name.append(c);
            }
        }
        names.add(name.toString());
        return names;
    }
}
