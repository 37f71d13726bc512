package io.penstock.control.project;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a value is written in the language of emits ({@code summary.tenure}, {@code features | mean}), read left to
 * right. transform-service runs what passes here and nothing else; a test of {@code deploy/pipelines} holds the two to
 * each other. Used once.
 */
final class ExpressionSyntax {
    private static final List<String> FIGURES = List.of("count", "min", "max", "mean", "sum", "nonzero");
    private static final List<String> DATES = List.of("unixSeconds", "isoTime", "isoDate");
    private static final String WORD_CLASS = "[\\p{javaLetterOrDigit}_$:@-]";
    private static final String QUOTED = "\\( *(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*') *\\)";
    private static final Pattern BLANKS = Pattern.compile(" *");
    private static final Pattern NAME = Pattern.compile("`(?:[^`]|``)+`|" + WORD_CLASS + "+");
    private static final Pattern WORD = Pattern.compile(WORD_CLASS + "+");
    private static final Pattern INDEX = Pattern.compile("\\d{1,7}]");
    private static final Pattern COUNT = Pattern.compile("\\( *(\\d{1,7}) *\\)");
    private static final Pattern TEXT = Pattern.compile(QUOTED, Pattern.DOTALL);
    private static final int MOST_OF_TOP = 100;

    private final String text;
    private final Matcher matcher;
    private int at;
    private boolean spread;

    private ExpressionSyntax(String text) {
        this.text = text;
        matcher = NAME.matcher(text);
    }

    /** What was expected and what came; empty if the text is an expression. */
    static Optional<String> mistake(String text) {
        return new ExpressionSyntax(text).read();
    }

    /** The same where one value is needed, so that a spread struct is a mistake too. */
    static Optional<String> mistakeInOne(String text) {
        ExpressionSyntax syntax = new ExpressionSyntax(text);
        return syntax.read()
                .or(() -> syntax.spread
                        ? Optional.of("expected one value, found all of a struct (" + Wording.shorten(text) + ")")
                        : Optional.empty());
    }

    /** Whether the text, an expression, is all of a struct. */
    static boolean isSpread(String text) {
        ExpressionSyntax syntax = new ExpressionSyntax(text);
        return syntax.read().isEmpty() && syntax.spread;
    }

    private Optional<String> read() {
        take(BLANKS);
        if (!take(NAME)) {
            return wrong("a name");
        }
        while (!isEnd() && "[.".indexOf(text.charAt(at)) >= 0) {
            boolean index = text.charAt(at++) == '[';
            if (!index && text.startsWith("*", at)) {
                at++;
                spread = true;
                take(BLANKS);
                return isEnd() ? Optional.empty() : wrong("the end behind .*");
            }
            if (!take(index ? INDEX : NAME)) {
                return wrong(index ? "a position such as [0]" : "a name");
            }
        }
        take(BLANKS);
        if (isEnd()) {
            return Optional.empty();
        }
        if (text.charAt(at) != '|') {
            return wrong("the end, '.', '[' or '|'");
        }
        at++;
        take(BLANKS);
        return piped().or(() -> {
            take(BLANKS);
            return isEnd() ? Optional.empty() : wrong("the end");
        });
    }

    /** What stands behind the bar. */
    private Optional<String> piped() {
        String word = take(WORD) ? matcher.group() : "";
        if (FIGURES.contains(word)) {
            return Optional.empty();
        }
        if (DATES.contains(word)) {
            return text.startsWith("(", at) ? zone() : Optional.empty();
        }
        return switch (word) {
            case "topK" -> top();
            case "join" -> take(TEXT) ? Optional.empty() : wrong("join(\", \")");
            default -> {
                at -= word.length();
                List<String> known = new ArrayList<>(FIGURES);
                known.addAll(List.of("topK", "join"));
                known.addAll(DATES);
                yield wrong("one of count, min, max, mean, sum, nonzero, topK(n), join(\", \"), "
                                + String.join(", ", DATES))
                        .map(mistake -> mistake + Wording.hint(word, known));
            }
        };
    }

    private Optional<String> top() {
        int start = at;
        if (take(COUNT)) {
            int most = Integer.parseInt(matcher.group(1));
            if (most >= 1 && most <= MOST_OF_TOP) {
                return Optional.empty();
            }
        }
        at = start;
        return wrong("topK(n), n from 1 to " + MOST_OF_TOP);
    }

    private Optional<String> zone() {
        if (!take(TEXT)) {
            return wrong("a time zone such as (\"Europe/Prague\")");
        }
        String quoted = matcher.group(1);
        String zone = quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
        try {
            ZoneId.of(zone);
            return Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of("expected a time zone such as \"Europe/Prague\", found '" + Wording.shorten(zone) + "'"
                    + Wording.hint(zone, ZoneId.getAvailableZoneIds()));
        }
    }

    private boolean take(Pattern pattern) {
        matcher.usePattern(pattern).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        at = matcher.end();
        return true;
    }

    private boolean isEnd() {
        return at >= text.length();
    }

    private Optional<String> wrong(String expected) {
        String rest = Wording.shorten(text.substring(at));
        String found = isEnd()
                ? "the end of '" + Wording.shorten(text) + "'"
                : rest.isEmpty() ? "white space that is no blank" : "'" + rest + "'";
        return Optional.of("expected " + expected + ", found " + found);
    }
}
