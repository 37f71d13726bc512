package io.penstock.transform.core.value;

/** What came of naming a value in a record. */
public sealed interface Lookup {
    /** There it is; {@link Value#NULL} if the record has nothing there. */
    record Found(Value value) implements Lookup {}

    /**
     * The record has something there that the name does not fit.
     *
     * @param reason what was expected and what kind came, without the value
     */
    record Mismatch(String reason) implements Lookup {}
}
