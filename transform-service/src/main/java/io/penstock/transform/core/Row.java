package io.penstock.transform.core;

import io.penstock.transform.core.value.Value.StructValue;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * What the rules see of a record.
 *
 * @param key of the row in its source
 * @param values of a row that is gone at most its key column
 * @param isGone whether the row is gone
 * @param tableVersion of the table that holds the row; empty if the source has none
 */
public record Row(String key, StructValue values, Instant asOf, boolean isGone, OptionalLong tableVersion) {
    /** A row of a source without versions. */
    Row(String key, StructValue values, Instant asOf, boolean isGone) {
        this(key, values, asOf, isGone, OptionalLong.empty());
    }
}
