package io.penstock.schemas.plain;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over JSON as the services of this house write it: no white space, no escapes, valid UTF-8. Every method throws
 * {@link NotPlain} for anything else, be it JSON or not, and what it walks over is JSON. Not thread-safe.
 */
public final class PlainJson {
    private static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 100;
    /** Digits that a long surely holds, and so many characters with a sign. */
    public static final int SURELY_LONG = 18;

    private static final char NO_CHARACTER = '\uFFFD';
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");

    private final byte[] bytes;
    private final int end;
    private int at;

    public PlainJson(byte[] bytes) {
        this(new JsonText(bytes, 0, bytes.length));
    }

    public PlainJson(JsonText text) {
        this.bytes = text.bytes();
        this.at = text.from();
        this.end = text.to();
    }

    /** Whether that is one plain JSON object and nothing else. */
    public static boolean isObject(byte[] text) {
        try {
            PlainJson in = new PlainJson(text);
            return in.next() == '{' && in.skipsToTheEnd();
        } catch (NotPlain e) {
            return false;
        }
    }

    /** What is compared with bytes, for {@link #passes(byte[])}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it stands in the bytes. */
    public int position() {
        return at;
    }

    /** The next byte, over which it does not walk; 0 at the end. */
    public byte next() {
        return at < end ? bytes[at] : 0;
    }

    /** Walks over these bytes if they are next. */
    public boolean passes(byte[] text) {
        int behind = at + text.length;
        boolean next = behind <= end && Arrays.equals(bytes, at, behind, text, 0, text.length);
        at = next ? behind : at;
        return next;
    }

    /** Walks over this character if it is next. */
    public boolean passes(char ascii) {
        boolean next = at < end && bytes[at] == ascii;
        at += next ? 1 : 0;
        return next;
    }

    public void expect(byte[] text) {
        if (!passes(text)) {
            throw NotPlain.HERE;
        }
    }

    public void expect(char ascii) {
        if (!passes(ascii)) {
            throw NotPlain.HERE;
        }
    }

    public void expectEnd() {
        if (at != end) {
            throw NotPlain.HERE;
        }
    }

    /** Reads a string. */
    public String text() {
        int from = at + 1;
        skipText();
        return new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8);
    }

    /** Reads a string that is probably known already. */
    public String text(Words words) {
        int from = at + 1;
        skipText();
        return words.of(bytes, from, at - 1);
    }

    /** Reads {@code true} or {@code false}. */
    public boolean bool() {
        boolean isTrue = passes(TRUE);
        if (!isTrue) {
            expect(FALSE);
        }
        return isTrue;
    }

    public void expectNull() {
        expect(NULL);
    }

    /** Reads a whole number. */
    public long number() {
        boolean negative = passes('-');
        int from = at;
        if (!passes('0')) {
            digits();
        }
        if (at - from > SURELY_LONG) {
            throw NotPlain.HERE;
        }
        long number = whole(from, at);
        return negative ? -number : number;
    }

    /** Reads any number, as it is written. */
    public BigDecimal decimal() {
        int from = at;
        skipNumber();
        int first = bytes[from] == '-' ? from + 1 : from;
        int point = find(first, '.');
        int digits = at - first - (point < at ? 1 : 0) - (bytes[first] == '0' ? 1 : 0);
        if (digits > SURELY_LONG || hasExponent(first)) {
            return exactly(from);
        }
        long unscaled = whole(first, at);
        return BigDecimal.valueOf(first > from ? -unscaled : unscaled, point < at ? at - point - 1 : 0);
    }

    private BigDecimal exactly(int from) {
        try {
            return new BigDecimal(new String(bytes, from, at - from, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) { // of an exponent like no other
            throw NotPlain.HERE;
        }
    }

    /** Whether the number that was read from there on has neither fraction nor exponent. */
    public boolean isWhole(int from) {
        return find(from, '.') == at && !hasExponent(from);
    }

    private boolean hasExponent(int from) {
        return find(from, 'e') < at || find(from, 'E') < at;
    }

    /** The place of the next one of these in what was read from there on, or the end of it. */
    private int find(int from, char wanted) {
        int place = from;
        while (place < at && bytes[place] != wanted) {
            place++;
        }
        return place;
    }

    /** The digits from there to there; a point between them is passed over. */
    private long whole(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] != '.') {
                number = 10 * number + bytes[i] - '0';
            }
        }
        return number;
    }

    /** Walks over a string. */
    public void skipText() {
        expect('"');
        int from = at;
        boolean ascii = true;
        at = EightBytes.plainUntil(bytes, at, end);
        while (at < end && bytes[at] != '"') {
            byte one = bytes[at++];
            if (one == '\\' || (one >= 0 && one < ' ')) {
                throw NotPlain.HERE;
            }
            ascii &= one >= 0;
        }
        if (!ascii && new String(bytes, from, at - from, StandardCharsets.UTF_8).indexOf(NO_CHARACTER) >= 0) {
            throw NotPlain.HERE;
        }
        expect('"');
    }

    /** Walks over any value. */
    public void skipValue() {
        skipValue(DEEPEST);
    }

    private boolean skipsToTheEnd() {
        skipValue();
        return at == end;
    }

    private void skipValue(int depth) {
        if (depth == 0) {
            throw NotPlain.HERE;
        }
        switch (next()) {
            case '"' -> skipText();
            case '{' -> skipObject(depth);
            case '[' -> skipArray(depth);
            case 't' -> expect(TRUE);
            case 'f' -> expect(FALSE);
            case 'n' -> expect(NULL);
            default -> skipNumber();
        }
    }

    private void skipObject(int depth) {
        at++;
        if (passes('}')) {
            return;
        }
        do {
            skipText();
            expect(':');
            skipValue(depth - 1);
        } while (passes(','));
        expect('}');
    }

    private void skipArray(int depth) {
        at++;
        if (passes(']')) {
            return;
        }
        do {
            skipValue(depth - 1);
        } while (passes(','));
        expect(']');
    }

    private void skipNumber() {
        int from = at;
        passes('-');
        if (!passes('0')) {
            digits();
        }
        if (passes('.')) {
            digits();
        }
        if (passes('e') || passes('E')) {
            if (!passes('+')) {
                passes('-');
            }
            digits();
        }
        if (at - from > LONGEST_NUMBER) {
            throw NotPlain.HERE;
        }
    }

    private void digits() {
        int from = at;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw NotPlain.HERE;
        }
    }
}
