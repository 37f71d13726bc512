package io.penstock.transform.streams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Bytes of a state that is being written; {@link StateInput} reads them back. Small numbers take one byte. */
final class StateOutput {
    private static final int USUAL = 4 * 1024;
    private static final int MOST_KEPT = 64 * 1024;
    private static final int LAST_ASCII = 0x7f;

    private byte[] bytes = new byte[USUAL];
    private int length;

    /** Forgets what was written. */
    void begin() {
        length = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[USUAL];
        }
    }

    /** What was written. */
    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Any number; small ones of either sign are short. */
    void number(long value) {
        room(Long.BYTES + 2);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Four bytes. */
    void fixedInt(int value) {
        room(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    /** Eight bytes. */
    void fixed(long value) {
        room(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    /** Text of any length; null is kept apart from empty. */
    void text(String text) {
        if (text == null) {
            number(-1);
            return;
        }
        int begin = length;
        int count = text.length();
        number(count);
        room(count);
        int other = 0;
        for (int i = 0; i < count; i++) {
            int c = text.charAt(i);
            other |= c;
            bytes[length + i] = (byte) c;
        }
        length += count;
        if (other > LAST_ASCII) {
            length = begin;
            utf8(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void utf8(byte[] text) {
        number(text.length);
        raw(text, 0, text.length);
    }

    /** A time, or null. */
    void time(Instant time) {
        octet(time == null ? 0 : 1);
        if (time != null) {
            number(time.getEpochSecond());
            number(time.getNano());
        }
    }

    /** Bytes as they are. */
    void raw(byte[] from, int begin, int end) {
        room(end - begin);
        System.arraycopy(from, begin, bytes, length, end - begin);
        length += end - begin;
    }

    /** Begins a part whose length will stand before it, in four bytes; say so when it ends. */
    int open() {
        fixedInt(0);
        return length;
    }

    /** Ends the part that was opened there. */
    void close(int part) {
        int end = length;
        length = part - Integer.BYTES;
        fixedInt(end - part);
        length = end;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
