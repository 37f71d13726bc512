package io.penstock.transform.script.protocol;

import java.util.List;

/**
 * What a script printed during one call, within bounds. Values of rows are masked in the worker already.
 *
 * @param lines in the order in which they were printed
 * @param dropped how many more there were
 */
public record Printed(List<Line> lines, int dropped) {
    /** Nothing. */
    public static final Printed NOTHING = new Printed(List.of(), 0);

    public Printed {
        lines = List.copyOf(lines);
    }

    /**
     * One call of a method of {@code console}.
     *
     * @param row position in the batch of the row that printed it; -1 outside of rows
     */
    public record Line(int row, Level level, Place place, String text) {}

    /** Which method. */
    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }
}
