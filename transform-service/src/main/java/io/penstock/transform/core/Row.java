package io.penstock.transform.core;

import io.penstock.transform.core.value.Value.StructValue;
import java.time.Instant;

/**
 * What the rules see of a record.
 *
 * @param key of the row in its source
 * @param values of a row that is gone at most its key column
 * @param isGone whether the row is gone
 */
public record Row(String key, StructValue values, Instant asOf, boolean isGone) {}
