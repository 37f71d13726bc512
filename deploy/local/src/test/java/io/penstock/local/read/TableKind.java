package io.penstock.local.read;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kind of Delta table, as {@code table-kinds.txt} tells it: how one is made and what a reader owes.
 *
 * @param usual whether it is read in the default run, too
 * @param owed number of rows, or the error class of the refusal
 * @param steps SQL, and with {@code !} what is done to the files
 */
public record TableKind(String name, boolean usual, String owed, List<String> steps) {
    private static final String FILE = "/table-kinds.txt";
    private static final Pattern HEAD = Pattern.compile("(\\*?)([a-z0-9-]+): (\\S+)");

    /** All of the file, in its order. */
    public static List<TableKind> all() {
        List<TableKind> kinds = new ArrayList<>();
        for (String line : text().lines().toList()) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                kinds.add(new TableKind(head.group(2), !head.group(1).isEmpty(), head.group(3), new ArrayList<>()));
            } else if (line.startsWith("  ")) {
                kinds.getLast().steps().add(line.substring(2));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(FILE + ": " + line);
            }
        }
        return kinds;
    }

    /** Whether a reader must read it. */
    public boolean isReadable() {
        return owed.matches("\\d+");
    }

    private static String text() {
        try (InputStream file = TableKind.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
