package io.penstock.delivery.plain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over JSON as the services of this house write it: no white space, no escapes, valid UTF-8. Every method throws
 * {@link NotPlain} for anything else, be it JSON or not, and what it walks over is JSON. Not thread-safe.
 */
public final class PlainJson {
    private static final int DEEPEST = 50;
    private static final int LONGEST_NUMBER = 100;
    /** Digits that a long surely holds. */
    private static final int LONGEST_WHOLE = 18;

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

    /** What is compared with bytes, for {@link #passes(byte[])}. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it stands in the bytes. */
    public int position() {
        return at;
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

    /** Reads a whole number. */
    public long number() {
        boolean negative = passes('-');
        int from = at;
        if (!passes('0')) {
            digits();
        }
        if (at - from > LONGEST_WHOLE) {
            throw NotPlain.HERE;
        }
        long number = 0;
        for (int i = from; i < at; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return negative ? -number : number;
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

    private void skipValue(int depth) {
        if (at == end || depth == 0) {
            throw NotPlain.HERE;
        }
        switch (bytes[at]) {
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
