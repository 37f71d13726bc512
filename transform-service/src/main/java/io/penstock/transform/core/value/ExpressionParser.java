package io.penstock.transform.core.value;

import io.penstock.transform.core.value.ValueExpression.Dated;
import io.penstock.transform.core.value.ValueExpression.Path;
import io.penstock.transform.core.value.ValueExpression.Spread;
import io.penstock.transform.core.value.ValueExpression.Step;
import io.penstock.transform.core.value.ValueExpression.Summarised;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one expression, left to right, one character ahead. Used once. */
final class ExpressionParser {
    private static final int LONGEST_NUMBER = 7;
    private static final int MOST_OF_TOP = 100;
    private static final String SUMMARIES =
            "one of count, min, max, mean, sum, nonzero, topK(n), join(\"…\"), unixSeconds, isoTime, isoDate";

    private final String text;
    private int at;

    ExpressionParser(String text) {
        this.text = text;
    }

    ValueExpression parse() {
        List<Step> steps = new ArrayList<>();
        skipBlanks();
        steps.add(new Step.Field(name()));
        while (true) {
            if (take('.')) {
                if (take('*')) {
                    skipBlanks();
                    expectEnd();
                    return new Spread(new Path(steps));
                }
                steps.add(new Step.Field(name()));
            } else if (take('[')) {
                steps.add(new Step.Index(number()));
                expect(']');
            } else {
                break;
            }
        }
        Path path = new Path(steps);
        skipBlanks();
        if (!take('|')) {
            expectEnd();
            return path;
        }
        skipBlanks();
        ValueExpression piped = piped(path);
        skipBlanks();
        expectEnd();
        return piped;
    }

    private ValueExpression piped(Path path) {
        for (Moment.Form form : Moment.Form.values()) {
            if (text.startsWith(form.word(), at) && !isWordAt(at + form.word().length())) {
                at += form.word().length();
                return new Dated(path, new Moment(form, take('(') ? Optional.of(zone()) : Optional.empty()));
            }
        }
        return new Summarised(path, summary());
    }

    private ZoneId zone() {
        skipBlanks();
        int start = at;
        String name = quoted();
        skipBlanks();
        expect(')');
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ExpressionError(text, start + 1, "a time zone such as \"Europe/Prague\"", "another text");
        }
    }

    private boolean isWordAt(int position) {
        return position < text.length() && isWord(text.charAt(position));
    }

    private Summary summary() {
        int start = at;
        if (isEnd() || !isWord(text.charAt(at))) {
            throw error(SUMMARIES);
        }
        String word = word();
        return switch (word) {
            case "count" -> new Summary.Count();
            case "min" -> new Summary.Min();
            case "max" -> new Summary.Max();
            case "mean" -> new Summary.Mean();
            case "sum" -> new Summary.Sum();
            case "nonzero" -> new Summary.Nonzero();
            case "topK" -> topK();
            case "join" -> join();
            default -> throw new ExpressionError(text, start + 1, SUMMARIES, "'" + word + "'");
        };
    }

    private Summary topK() {
        expect('(');
        skipBlanks();
        int start = at;
        int most = number();
        if (most < 1 || most > MOST_OF_TOP) {
            throw new ExpressionError(text, start + 1, "a number from 1 to " + MOST_OF_TOP, Integer.toString(most));
        }
        skipBlanks();
        expect(')');
        return new Summary.TopK(most);
    }

    private Summary join() {
        expect('(');
        skipBlanks();
        String separator = quoted();
        skipBlanks();
        expect(')');
        return new Summary.Join(separator);
    }

    private String name() {
        if (take('`')) {
            return backticked();
        }
        if (isEnd() || !isWord(text.charAt(at))) {
            throw error("a name");
        }
        return word();
    }

    private String word() {
        int start = at;
        while (!isEnd() && isWord(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private String backticked() {
        StringBuilder name = new StringBuilder();
        while (true) {
            if (isEnd()) {
                throw error("'`'");
            }
            char c = text.charAt(at++);
            if (c != '`') {
                name.append(c);
            } else if (take('`')) {
                name.append('`');
            } else if (name.isEmpty()) {
                throw error("a name between the backticks");
            } else {
                return name.toString();
            }
        }
    }

    private String quoted() {
        if (isEnd() || text.charAt(at) != '"' && text.charAt(at) != '\'') {
            throw error("a quoted text");
        }
        char quote = text.charAt(at++);
        StringBuilder content = new StringBuilder();
        while (!isEnd() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                at++;
                if (isEnd()) {
                    throw error("a character after the backslash");
                }
            }
            content.append(text.charAt(at++));
        }
        expect(quote);
        return content.toString();
    }

    private int number() {
        int start = at;
        while (!isEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw error("a whole number");
        }
        if (at - start > LONGEST_NUMBER) {
            throw new ExpressionError(
                    text, start + 1, "a number of at most " + LONGEST_NUMBER + " digits", at - start + " digits");
        }
        return Integer.parseInt(text.substring(start, at));
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '-' || c == ':' || c == '@';
    }

    private void skipBlanks() {
        while (!isEnd() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(char c) {
        if (isEnd() || text.charAt(at) != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) {
        if (!take(c)) {
            throw error("'" + c + "'");
        }
    }

    private void expectEnd() {
        if (!isEnd()) {
            throw error("the end, '.', '[' or '|'");
        }
    }

    private boolean isEnd() {
        return at >= text.length();
    }

    private ExpressionError error(String expected) {
        return new ExpressionError(text, at + 1, expected, isEnd() ? "the end" : "'" + text.charAt(at) + "'");
    }
}
