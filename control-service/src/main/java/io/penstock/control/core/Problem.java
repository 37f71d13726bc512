package io.penstock.control.core;

import java.util.Comparator;

/**
 * One mistake in a project's files. Sorted by file, then by position.
 *
 * @param file path inside the project
 * @param line from 1
 * @param column from 1
 * @param message what was expected and what came
 */
public record Problem(String file, int line, int column, String message) implements Comparable<Problem> {
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problem::file)
            .thenComparingInt(Problem::line)
            .thenComparingInt(Problem::column)
            .thenComparing(Problem::message);

    /** About a file as a whole. */
    public static Problem of(String file, String message) {
        return new Problem(file, 1, 1, message);
    }

    @Override
    public int compareTo(Problem other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
