package io.penstock.transform.script.worker;

import io.penstock.transform.script.protocol.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns what a script says, thrown or printed, into words that may leave the worker: logs, dead letters and consoles
 * must not quote rows.
 *
 * <p>The rule: the name is one of the language's own error names, of the packages on offer, or a word of the script,
 * else {@code Error}. Of the message, a word is kept only if it stands in the script's own text or in a fixed list of
 * words engines use in their messages; every other word becomes {@code …}. So {@code no tier gold for ada@example.com}
 * arrives as {@code no tier … for …@….…}: whoever can read the script learns nothing of the row. File, line and column
 * come from the stack and must lie inside the author's files. A printed line may also say what stands in columns that
 * were declared not to be personal.
 */
final class SafeErrors {
    private static final int MAX_LENGTH = 300;
    private static final int FIELDS_EACH = 3;
    private static final int MAX_PRINTED_LENGTH = 500;
    private static final String HIDDEN = "…";
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$\\P{ASCII}]+");
    private static final Pattern PART = Pattern.compile("'[^']*'|\"[^\"]*\"|[^'\"]+|['\"]");
    private static final Set<String> NAMES = Set.of(
            "Error",
            "TypeError",
            "RangeError",
            "ReferenceError",
            "SyntaxError",
            "URIError",
            "EvalError",
            "AggregateError",
            "InternalError", // QuickJS's own, for memory and stack.
            "ZodError",
            "ValidationError",
            "ValiError",
            "StructError");

    /** Words of the engines' own messages. None of them can be personal. */
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
                                    + "Unexpected valid value values variable zero conversions explicit extensible field frozen Temporal input end Not supported true false "
                                    + "overflow memory expecting QuickJS Intl needs which locale localeCompare toLocaleString "
                                    + "toLocaleDateString toLocaleTimeString toLocaleLowerCase toLocaleUpperCase "
                                    + "add All await caused circle copy exponent fromEntries imported least most rawJSON know message Nothing NaN promises reference rejected rows run serialize structuredClone were while")
                            .split(" "))
            .collect(Collectors.toUnmodifiableSet());

    private final Set<String> scriptWords = new HashSet<>();
    private final ScriptFiles files;

    /** @param files the script, whose words may be quoted back to its author */
    SafeErrors(ScriptFiles files) {
        this.files = files;
        files.texts().forEach(text -> scriptWords.addAll(words(text)));
    }

    /** A safe account of an error. */
    record Account(String name, String message, Place place) {
        private String shown() {
            String what = message.isEmpty() ? name : name + ": " + message;
            return place.isKnown() ? what + " (" + place + ")" : what;
        }
    }

    /** @param fields name, message and stack of what was thrown, then of its causes; missing ones count as empty */
    Account account(List<String> fields) {
        Account thrown = one(fields, 0);
        StringBuilder message = new StringBuilder(thrown.message());
        for (int i = FIELDS_EACH; i < fields.size(); i += FIELDS_EACH) {
            message.append(message.isEmpty() ? "" : " ")
                    .append("[caused by ")
                    .append(one(fields, i).shown())
                    .append(']');
        }
        return new Account(thrown.name(), message.toString(), thrown.place());
    }

    private Account one(List<String> fields, int from) {
        List<String> padded = new ArrayList<>(fields.subList(from, fields.size()));
        padded.addAll(List.of("", "", ""));
        String name = padded.get(0);
        boolean isHarmless = NAMES.contains(name) || scriptWords.contains(name);
        return new Account(isHarmless ? name : "Error", message(padded.get(1)), files.place(padded.get(2)));
    }

    /** A message on one line with every foreign word hidden. */
    String message(String raw) {
        return safe(raw.replaceAll("[\\s\\p{Cntrl}]+", " ").strip(), Set.of(), MAX_LENGTH);
    }

    /**
     * A printed text on one line with every foreign word hidden.
     *
     * @param harmless text whose words may be shown beside those of the script
     */
    String printed(String raw, String harmless) {
        return safe(raw, words(harmless), MAX_PRINTED_LENGTH);
    }

    private String safe(String line, Set<String> harmless, int maxLength) {
        String safe = PART.matcher(line.replaceAll("\\p{Cntrl}", " "))
                .replaceAll(part -> Matcher.quoteReplacement(hidden(part.group(), harmless)));
        return safe.length() > maxLength ? safe.substring(0, maxLength) + HIDDEN : safe;
    }

    /** What stands in quotes is a value or a name, so there the engine's words do not count. */
    private String hidden(String part, Set<String> harmless) {
        boolean isQuoted = part.length() > 1 && (part.startsWith("'") || part.startsWith("\""));
        return WORD.matcher(part)
                .replaceAll(word -> Matcher.quoteReplacement(
                        scriptWords.contains(word.group())
                                        || harmless.contains(word.group())
                                        || !isQuoted && ENGINE_WORDS.contains(word.group())
                                ? word.group()
                                : HIDDEN));
    }

    private static Set<String> words(String text) {
        Set<String> words = new HashSet<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) words.add(word.group());
        return words;
    }
}
