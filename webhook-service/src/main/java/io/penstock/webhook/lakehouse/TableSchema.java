package io.penstock.webhook.lakehouse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Two-part name of the schema that holds our tables. */
record TableSchema(List<String> parts) {
    private static final String PART = "[A-Za-z0-9_-]{1,255}";

    /** @throws IllegalStateException if it is not {@code catalog.schema} of letters, digits, {@code _} and {@code -} */
    static TableSchema parse(String text) {
        List<String> parts = Arrays.asList(text.split("\\.", -1));
        if (parts.size() != 2 || !parts.stream().allMatch(part -> part.matches(PART))) {
            throw new IllegalStateException("engagement.schema: expected catalog.schema, found " + text);
        }
        return new TableSchema(parts);
    }

    /** Another schema of the same catalog. */
    TableSchema sibling(String schema) {
        return new TableSchema(List.of(parts.getFirst(), schema));
    }

    String quoted() {
        return parts.stream().map(part -> "`" + part + "`").collect(Collectors.joining("."));
    }
}
