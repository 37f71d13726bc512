package io.penstock.delivery.plain;

import java.util.Arrays;

/**
 * JSON written by hand, for the few things of which there is one for every call: texts of printable ASCII, and bytes
 * that are JSON already. Throws {@link NotPlain} for a text that would need more. Not thread-safe.
 */
public final class PlainBytes {
    private byte[] bytes;
    private int length;

    /** @param capacity beyond which it grows */
    public PlainBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /** A copy of what is written. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Takes back everything and begins anew. */
    public void clear() {
        length = 0;
    }

    /** Appends one byte. */
    public PlainBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends bytes as they are. */
    public PlainBytes raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    /** Appends a part of bytes as they are. */
    public PlainBytes raw(byte[] text, int from, int to) {
        room(to - from);
        System.arraycopy(text, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends a whole number. */
    public PlainBytes number(long number) {
        return number >= 0 && number <= 9 ? raw((char) ('0' + number)) : ascii(Long.toString(number));
    }

    /** Appends a string. */
    public PlainBytes quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7F || c == '"' || c == '\\') {
                throw NotPlain.HERE;
            }
        }
        return raw('"').ascii(text).raw('"');
    }

    @SuppressWarnings("deprecation") // the one way to copy Latin-1 text without an array in between
    private PlainBytes ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
