package io.penstock.transform.script;

/** What became of one row. */
public sealed interface RowResult {
    /**
     * The script returned a value: an object of named values ({@code transform}) or an array of at least one call, each
     * an object with a text {@code type} ({@code send}).
     *
     * @param json its text, one JSON object or array and nothing else; numbers are as the engine wrote them
     */
    record Ok(String json) implements RowResult {
        /** Hides the value. */
        @Override
        public String toString() {
            return "Ok";
        }
    }

    /** The script returned null, undefined or no call: the row is not wanted. */
    record Dropped() implements RowResult {}

    /** The row has no value. */
    record Failed(RowError error) implements RowResult {}
}
