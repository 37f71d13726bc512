package io.penstock.transform.script.worker;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns an error of a script into words that may leave the worker: logs, dead letters and consoles must not quote rows.
 *
 * <p>The rule: the name is one of the language's own error names, else {@code Error}. Of the message, a word is kept
 * only if it stands in the script's own text or in a fixed list of words V8 uses in its messages; every other word
 * becomes {@code …}. So {@code no tier gold for ada@example.com} arrives as {@code no tier … for …@….…}: whoever can
 * read the script learns nothing of the row. Line and column come from the stack and must lie inside the script.
 */
final class SafeErrors {
    private static final int MAX_LENGTH = 200;
    private static final String HIDDEN = "…";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$\\P{ASCII}]+");
    private static final Pattern PART = Pattern.compile("'[^']*'|\"[^\"]*\"|[^'\"]+|['\"]");
    private static final Pattern POSITION =
            Pattern.compile(Pattern.quote(LoadedScript.FILE_NAME) + ":(\\d{1,6}):(\\d{1,6})");
    private static final Set<String> NAMES = Set.of(
            "Error",
            "TypeError",
            "RangeError",
            "ReferenceError",
            "SyntaxError",
            "URIError",
            "EvalError",
            "AggregateError");

    /** Words of V8's own messages. None of them can be personal. */
    private static final Set<String> ENGINE_WORDS = Arrays.stream(
                    ("a an and any as at be before but by can cannot could does for from has have in "
                                    + "initializer into is it its know must no non not null of on only or out read than that the this to too undefined up use used "
                                    + "when with without "
                                    + "access accessed accessing argument arguments array Array arrays assigned Assignment async await "
                                    + "BigInt between binding boolean buffer call called circular class Class closes Code code constant constructor "
                                    + "constructed context convert Converting count Date define defined delete descriptor destructure Division Do "
                                    + "digits disallowed each element empty error exceeded expected Expected expression failed find first Function "
                                    + "function generation get getter greater have how implemented index initialization initial instance Invalid "
                                    + "invalid iterable iterator Iterator JSON key large last length less Map match matching Maximum maximum method "
                                    + "mix missing name negative new number Number object Object objects other operator own package parameter private "
                                    + "Promise property properties Property prototype proxy range Reduce RegExp regular reading redefine "
                                    + "required result return returned radix size serialize Set set setting setter should stack starting string "
                                    + "String strings structure super Symbol symbol syntax Cannot target time token types type undefined unexpected "
                                    + "Unexpected valid value values variable zero conversions explicit extensible field frozen Temporal input end Not supported")
                            .split(" "))
            .collect(Collectors.toUnmodifiableSet());

    private final Set<String> scriptWords = new HashSet<>();
    private final int lines;

    /** @param text the script, whose words may be quoted back to its author */
    SafeErrors(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) scriptWords.add(word.group());
        lines = (int) text.lines().count();
    }

    /** A place in the script, from 1; 0 and 0 stand for unknown. */
    record Position(int line, int column) {
        static final Position UNKNOWN = new Position(0, 0);
    }

    /** A safe account of an error. Line and column count from 1, 0 stands for unknown. */
    record Account(String name, String message, int line, int column) {}

    Account account(String name, String message, String stack) {
        Position at = position(stack);
        if (at.line() > lines) at = Position.UNKNOWN;
        return new Account(NAMES.contains(name) ? name : "Error", message(message), at.line(), at.column());
    }

    /** First place of the script in a stack. */
    static Position position(String stack) {
        Matcher found = POSITION.matcher(stack);
        return found.find()
                ? new Position(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)))
                : Position.UNKNOWN;
    }

    /** The first line of a message with every foreign word hidden. */
    String message(String raw) {
        int end = raw.indexOf('\u001e');
        String line = end < 0 ? raw : raw.substring(0, end);
        String safe = PART.matcher(line.replaceAll("\\p{Cntrl}", " "))
                .replaceAll(part -> Matcher.quoteReplacement(hidden(part.group())));
        return safe.length() > MAX_LENGTH ? safe.substring(0, MAX_LENGTH) + HIDDEN : safe;
    }

    /** What stands in quotes is a value or a name, so there the engine's words do not count. */
    private String hidden(String part) {
        boolean isQuoted = part.length() > 1 && (part.startsWith("'") || part.startsWith("\""));
        return WORD.matcher(part)
                .replaceAll(word -> Matcher.quoteReplacement(
                        scriptWords.contains(word.group()) || !isQuoted && ENGINE_WORDS.contains(word.group())
                                ? word.group()
                                : HIDDEN));
    }
}
