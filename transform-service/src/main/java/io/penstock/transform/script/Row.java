package io.penstock.transform.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One row to transform. A number that a double cannot hold exactly must come as a string; the script would see it
 * rounded.
 *
 * @param value columns by contract name; not changed
 * @param key the source's key of the row, {@code context.key} in the script
 * @param asOf when the row was current, {@code context.asOf} in the script as an ISO-8601 text
 */
public record Row(ObjectNode value, String key, Instant asOf) {
    /** Hides the values. */
    @Override
    public String toString() {
        return "Row[" + value.size() + " columns]";
    }
}
