package io.penstock.local.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a table was not read.
 *
 * @param errorClass the error class of Spark or Delta, or what stands for it
 * @param sentence for a person, one line
 */
public record Refusal(String errorClass, String sentence) {
    private static final Pattern CLASS =
            Pattern.compile("(?<![\\w.])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?:\\.[A-Z0-9_]+)*)(?![\\w.])");
    /** What the driver adds behind the server's words. */
    private static final Pattern DRIVERS_TAIL = Pattern.compile("(]? for statement \\[|, with response \\[).*");

    private static final int LONGEST = 400;

    /** From an error's text: the first word that is an error class, and the text's first line. */
    static Refusal of(String text) {
        String said = text == null || text.isBlank() ? "no reason given" : text.strip();
        Matcher named = CLASS.matcher(said);
        boolean found = named.find();
        String rest = found && said.startsWith("[") ? said.substring(named.end() + 1) : said;
        String line = DRIVERS_TAIL
                .matcher(rest.strip().lines().findFirst().orElse(""))
                .replaceFirst("")
                .strip();
        return new Refusal(
                found ? named.group(1) : "UNCLASSIFIED",
                line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line);
    }
}
