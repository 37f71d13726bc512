package io.penstock.ingest.streams;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Where a walk over the bytes of a read stands. One thread. */
final class ReadCursor {
    final byte[] bytes;
    int at;

    /** These bytes are written in another way than the reader writes them. */
    static final class Otherwise extends RuntimeException {
        private static final long serialVersionUID = 1L;
        static final Otherwise HERE = new Otherwise();

        private Otherwise() {
            super("written otherwise", null, false, false);
        }
    }

    /** Part of the bytes: from (inclusive) to (exclusive). */
    record Part(int from, int to) {
        int length() {
            return to - from;
        }
    }

    ReadCursor(byte[] bytes, int at) {
        this.bytes = bytes;
        this.at = at;
    }

    boolean passes(byte[] text) {
        int end = at + text.length;
        boolean next = end <= bytes.length && Arrays.equals(bytes, at, end, text, 0, text.length);
        at = next ? end : at;
        return next;
    }

    boolean passes(byte one) {
        boolean next = at < bytes.length && bytes[at] == one;
        at += next ? 1 : 0;
        return next;
    }

    void expect(byte[] text) {
        if (!passes(text)) {
            throw Otherwise.HERE;
        }
    }

    void expect(byte one) {
        if (!passes(one)) {
            throw Otherwise.HERE;
        }
    }

    /** Passes over a literal without escapes. @return what stands between its quotes */
    Part literal() {
        expect((byte) '"');
        int from = at;
        while (at < bytes.length && bytes[at] != '"') {
            if (bytes[at] == '\\') {
                throw Otherwise.HERE;
            }
            at++;
        }
        Part part = new Part(from, at);
        expect((byte) '"');
        return part;
    }

    String text(Part part) {
        return new String(bytes, part.from(), part.length(), StandardCharsets.UTF_8);
    }

    String text() {
        return text(literal());
    }

    /** A whole number of at most 18 digits. */
    long number() {
        boolean negative = passes((byte) '-');
        int from = at;
        long number = 0;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            number = number * 10 + bytes[at++] - '0';
        }
        if (at == from || at - from > 18) {
            throw Otherwise.HERE;
        }
        return negative ? -number : number;
    }

    /** Passes over an object, which must end at a position. @return where it begins */
    int object(int end) {
        int from = at;
        int depth = 0;
        do {
            if (at >= end) {
                throw Otherwise.HERE;
            }
            switch (bytes[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> skipLiteral(end);
                default -> {}
            }
            at++;
        } while (depth > 0);
        if (bytes[from] != '{' || at != end) {
            throw Otherwise.HERE;
        }
        return from;
    }

    private void skipLiteral(int end) {
        at++;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
    }
}
