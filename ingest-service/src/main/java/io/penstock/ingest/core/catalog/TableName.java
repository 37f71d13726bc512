package io.penstock.ingest.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A dotted name, part by part: {@code catalog.schema.table}. Parts in back-quotes may hold dots. */
public record TableName(List<String> parts) {
    public TableName {
        parts = List.copyOf(parts);
    }

    /** Of parts as they are, without quotes. */
    public static TableName of(String... parts) {
        return new TableName(List.of(parts));
    }

    /** Reads a name as people write it; never fails, an empty text is one empty part. */
    public static TableName parse(String text) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean inside = false;
        for (char c : text.strip().toCharArray()) {
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
        return new TableName(parts);
    }

    /** Its first parts. */
    public TableName first(int count) {
        return new TableName(parts.subList(0, Math.min(count, parts.size())));
    }

    /** As Unity Catalog's REST interface names it: parts with dots between, no quotes. */
    public String plain() {
        return String.join(".", parts);
    }

    /** As SQL names it, every part in back-quotes. */
    public String quoted() {
        return parts.stream().map(TableName::quote).collect(Collectors.joining("."));
    }

    /** One identifier in back-quotes. */
    public static String quote(String identifier) {
        return "`" + identifier.replace("`", "``") + "`";
    }
}
