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
    private static final Pattern CLASS = Pattern.compile("\\[([A-Z][A-Z0-9_]*(?:\\.[A-Z0-9_]+)*)] ?");
    private static final int LONGEST = 240;

    /** From an error's text: the first class in brackets, and the text's first line from there on. */
    static Refusal of(String text) {
        String said = text == null || text.isBlank() ? "no reason given" : text.strip();
        Matcher named = CLASS.matcher(said);
        boolean found = named.find();
        String rest =
                (found ? said.substring(named.end()) : said).lines().findFirst().orElse("");
        String line = rest.strip();
        return new Refusal(
                found ? named.group(1) : "UNCLASSIFIED",
                line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line);
    }
}
