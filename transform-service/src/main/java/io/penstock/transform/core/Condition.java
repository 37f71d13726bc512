package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;

/** When a rule applies to a record. */
public sealed interface Condition {
    /** The value is true; null counts as false, anything but true and false refuses the record. */
    record IsTrue(ValueExpression value) implements Condition {}

    /** The row is gone from the source. */
    record RowDeleted() implements Condition {}

    /**
     * The value is another one than the person's last. Null changes nothing, and so does a record that is not newer
     * than the last value.
     *
     * @param first what a person's first value does
     */
    record Changes(ValueExpression value, Crossing.First first) implements Condition {}
}
