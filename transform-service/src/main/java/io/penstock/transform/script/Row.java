package io.penstock.transform.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One row to transform. A number that a double cannot hold exactly must come as a string; the script would see it
 * rounded.
 *
 * @param json columns by contract name, the text of one JSON object; the caller has seen that it is one
 * @param key the source's key of the row, {@code context.key} in the script
 * @param asOf when the row was current, {@code context.asOf} in the script as an ISO-8601 text
 */
public record Row(String json, String key, Instant asOf) {
    /** A row as a tree. */
    public Row(ObjectNode value, String key, Instant asOf) {
        this(value.toString(), key, asOf);
    }

    /** Hides the values. */
    @Override
    public String toString() {
        return "Row[" + json.length() + " characters]";
    }
}
