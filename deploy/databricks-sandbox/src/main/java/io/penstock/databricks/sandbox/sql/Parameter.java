package io.penstock.databricks.sandbox.sql;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One value for a {@code ?}, as the driver sends it.
 *
 * @param type SQL type, such as {@code BIGINT} or {@code DECIMAL(10,2)}
 * @param value the value as text; nothing means NULL
 */
public record Parameter(String type, Optional<String> value) {
    private static final Pattern TYPE = Pattern.compile("[A-Za-z_]+( *\\( *\\d+ *(, *\\d+ *)?\\))?");
    private static final Pattern INTEGER = Pattern.compile("\\d{1,9}");

    /** Refuses a type that is not a plain type name, because the type becomes part of the statement. */
    public Parameter {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("Not a parameter type: " + type);
        }
    }

    /** The value as a literal of its type, safe to put in place of the {@code ?}. */
    String literal() {
        if (value.isEmpty() || type.equalsIgnoreCase("VOID")) {
            return type.equalsIgnoreCase("VOID") ? "NULL" : "CAST(NULL AS " + type + ")";
        }
        String text = value.get();
        if (type.equalsIgnoreCase("STRING")) {
            return quoted(text);
        }
        if (type.equalsIgnoreCase("INT") && INTEGER.matcher(text).matches()) {
            return text;
        }
        return "CAST(" + quoted(text) + " AS " + type + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
