package io.penstock.identity.core.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads the syntax of {@link LinearPattern} by recursive descent. One use per instance. */
final class PatternParser {
    private static final int DEEPEST = 50;
    private static final int MOST_REPEATS = 255;

    private final int[] text;
    private int at;
    private int depth;

    PatternParser(String pattern) {
        text = pattern.codePoints().toArray();
    }

    PatternNode parse() {
        PatternNode node = choice();
        if (at < text.length) {
            throw wrong("unmatched )");
        }
        return node;
    }

    private PatternNode choice() {
        PatternNode left = sequence();
        if (!take('|')) {
            return left;
        }
        return new PatternNode.Choice(left, choice());
    }

    private PatternNode sequence() {
        List<PatternNode> parts = new ArrayList<>();
        while (at < text.length && text[at] != '|' && text[at] != ')') {
            parts.add(repeated(atom()));
        }
        return new PatternNode.Sequence(List.copyOf(parts));
    }

    private PatternNode repeated(PatternNode part) {
        if (take('*')) {
            return onlyOnce(new PatternNode.Repeat(part, 0, PatternNode.UNBOUNDED));
        }
        if (take('+')) {
            return onlyOnce(new PatternNode.Repeat(part, 1, PatternNode.UNBOUNDED));
        }
        if (take('?')) {
            return onlyOnce(new PatternNode.Repeat(part, 0, 1));
        }
        if (take('{')) {
            int least = number();
            int most = take(',') ? (at < text.length && text[at] == '}' ? PatternNode.UNBOUNDED : number()) : least;
            expect('}');
            if (most != PatternNode.UNBOUNDED && most < least) {
                throw wrong("repetition from more to less");
            }
            return onlyOnce(new PatternNode.Repeat(part, least, most));
        }
        return part;
    }

    private PatternNode onlyOnce(PatternNode node) {
        if (at < text.length && (text[at] == '*' || text[at] == '+' || text[at] == '?' || text[at] == '{')) {
            throw wrong("two repetitions in a row");
        }
        return node;
    }

    private PatternNode atom() {
        int c = text[at++];
        return switch (c) {
            case '(' -> group();
            case '[' -> new PatternNode.Read(characterClass());
            case '.' -> new PatternNode.Read(_ -> true);
            case '^' -> new PatternNode.Start();
            case '$' -> new PatternNode.End();
            case '\\' -> new PatternNode.Read(escape());
            case '*', '+', '?', '{' -> throw wrong("nothing to repeat");
            default -> new PatternNode.Read(literal(c));
        };
    }

    private PatternNode group() {
        if (++depth > DEEPEST) {
            throw wrong("groups nested too deeply");
        }
        if (take('?')) {
            expect(':');
        }
        PatternNode inner = choice();
        expect(')');
        depth--;
        return inner;
    }

    private IntPredicate characterClass() {
        boolean negated = take('^');
        IntPredicate any = null;
        while (any == null || at >= text.length || text[at] != ']') {
            if (at >= text.length) {
                throw wrong("[ without ]");
            }
            IntPredicate member = member();
            any = any == null ? member : any.or(member);
        }
        at++;
        return negated ? any.negate() : any;
    }

    private IntPredicate member() {
        int low = text[at++];
        if (low == '\\') {
            return escape();
        }
        if (at + 1 < text.length && text[at] == '-' && text[at + 1] != ']') {
            at++;
            int high = text[at++];
            if (high == '\\' || high < low) {
                throw wrong("range");
            }
            return c -> within(low, high, c)
                    || within(low, high, Character.toLowerCase(c))
                    || within(low, high, Character.toUpperCase(c));
        }
        return literal(low);
    }

    private IntPredicate escape() {
        if (at >= text.length) {
            throw wrong("\\ at the end");
        }
        int c = text[at++];
        return switch (c) {
            case 'd' -> PatternParser::isDigit;
            case 'D' -> ((IntPredicate) PatternParser::isDigit).negate();
            case 'w' -> PatternParser::isWord;
            case 'W' -> ((IntPredicate) PatternParser::isWord).negate();
            case 's' -> Character::isWhitespace;
            case 'S' -> ((IntPredicate) Character::isWhitespace).negate();
            default -> {
                if (Character.isLetterOrDigit(c)) {
                    throw wrong("escape");
                }
                yield literal(c);
            }
        };
    }

    private static IntPredicate literal(int wanted) {
        int lower = Character.toLowerCase(wanted);
        int upper = Character.toUpperCase(wanted);
        return c -> c == wanted || c == lower || c == upper;
    }

    private static boolean within(int low, int high, int c) {
        return low <= c && c <= high;
    }

    private static boolean isDigit(int c) {
        return within('0', '9', c);
    }

    private static boolean isWord(int c) {
        return isDigit(c) || within('a', 'z', c) || within('A', 'Z', c) || c == '_';
    }

    private int number() {
        int start = at;
        int value = 0;
        while (at < text.length && isDigit(text[at])) {
            value = value * 10 + text[at++] - '0';
            if (value > MOST_REPEATS) {
                throw wrong("more than " + MOST_REPEATS + " repetitions");
            }
        }
        if (at == start) {
            throw wrong("number expected");
        }
        return value;
    }

    private boolean take(int c) {
        if (at < text.length && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(int c) {
        if (!take(c)) {
            throw wrong("'" + Character.toString(c) + "' expected");
        }
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("pattern is not supported at position " + at + ": " + what);
    }
}
