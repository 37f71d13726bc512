package io.penstock.transform.script;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of one row. */
public sealed interface RowResult {
    /**
     * The script returned a value: an object of named values ({@code transform}) or an array of at least one call, each
     * an object with a text {@code type} ({@code send}). Numbers are as V8 wrote them, without rounding on this side.
     */
    record Ok(JsonNode value) implements RowResult {
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
