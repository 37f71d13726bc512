package io.penstock.ingest.databricks;

import io.penstock.ingest.core.catalog.TableName;
import java.util.List;
import java.util.stream.Collectors;

/** Names and literals as they stand in a statement. */
final class SqlNames {
    private SqlNames() {}

    /** A dotted name, each part in back-quotes. */
    static String table(String dotted) {
        return TableName.parse(dotted).quoted();
    }

    /** One name in back-quotes. */
    static String column(String name) {
        return TableName.quote(name);
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
