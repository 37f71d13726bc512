package io.penstock.local.story;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** What the demo prints: headings, sentences, tables. Colour only when {@code colour} says so. */
public final class Screen {
    private static final int WIDEST = 44;

    private final PrintStream out;
    private final boolean colour;
    private final long began = System.nanoTime();

    public Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    /** Time since this screen was made. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A chapter of the story, with the time since the start. */
    public void heading(String text) {
        out.println();
        out.printf(
                "%s  %s%n",
                paint("1;36", text), paint("2", "[%.1f s]".formatted(elapsed().toMillis() / 1000.0)));
    }

    /** A sentence. */
    public void say(String text) {
        out.println("   " + text);
    }

    /** Something worth noticing. */
    public void point(String text) {
        out.println("   " + paint("1;33", "▸ ") + text);
    }

    /** Something exact: SQL, a call. */
    public void exact(String text) {
        out.println("   " + paint("2", text));
    }

    /** A table with a header; cells wider than 44 characters are cut with an ellipsis. */
    public void table(List<String> columns, List<List<String>> rows) {
        int[] widths = IntStream.range(0, columns.size())
                .map(i -> Math.min(
                        WIDEST,
                        Math.max(
                                columns.get(i).length(),
                                rows.stream()
                                        .mapToInt(row -> show(row.get(i)).length())
                                        .max()
                                        .orElse(0))))
                .toArray();
        out.println("   " + paint("2", line(columns, widths)));
        rows.forEach(row -> out.println("   " + line(row, widths)));
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = show(cells.get(i));
            String cut = cell.length() > widths[i] ? cell.substring(0, widths[i] - 1) + "…" : cell;
            line.append(i == widths.length - 1 ? cut : cut + " ".repeat(widths[i] - cut.length() + 2));
        }
        return line.toString();
    }

    private static String show(String cell) {
        return cell == null ? "–" : cell;
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
