package io.penstock.transform.script.protocol;

/**
 * A place in the author's own files.
 *
 * @param file path from the script's folder, {@code lib/score.js}; empty when unknown
 * @param line from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 */
public record Place(String file, int line, int column) {
    /** Nobody knows. */
    public static final Place UNKNOWN = new Place("", 0, 0);

    /** Whether file, line and column are known. */
    public boolean isKnown() {
        return line > 0;
    }

    /** {@code lib/score.js:3:14}; the file alone, or nothing, when no more is known. */
    @Override
    public String toString() {
        return isKnown() ? file + ":" + line + ":" + column : file;
    }
}
