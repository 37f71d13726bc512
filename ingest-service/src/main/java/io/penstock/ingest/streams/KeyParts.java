package io.penstock.ingest.streams;

import java.util.ArrayList;
import java.util.List;

/** Takes a row key apart again: the reverse of {@code Names.rowKey}. */
final class KeyParts {
    private KeyParts() {}

    static List<String> of(String rowKey) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < rowKey.length(); i++) {
            char c = rowKey.charAt(i);
            if (c == '\\' && i + 1 < rowKey.length()) {
                part.append(rowKey.charAt(++i));
            } else if (c == '|') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }
}
