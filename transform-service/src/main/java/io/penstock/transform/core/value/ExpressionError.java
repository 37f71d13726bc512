package io.penstock.transform.core.value;

/** Text that is not a value expression. The message holds the text, the position from 1, what was expected and came. */
public final class ExpressionError extends IllegalArgumentException {
    private final int position;

    ExpressionError(String text, int position, String expected, String found) {
        super("'" + text + "', position " + position + ": expected " + expected + ", found " + found);
        this.position = position;
    }

    /** Where the text goes wrong, from 1; one past the end if it is too short. */
    public int position() {
        return position;
    }
}
