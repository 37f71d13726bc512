package io.penstock.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.SerializationException;

/**
 * JSON as it is written by hand: a growing array of bytes. For the few types of which there is one for every row or
 * call; it writes what {@link Json#wire()} would. Not thread-safe.
 */
public final class JsonBytes {
    /** A time in any year, and its quotes. */
    private static final int LONGEST_TIME = 40;
    /** Of ten, all that a long holds. */
    private static final long[] POWERS =
            LongStream.iterate(1, power -> 10 * power).limit(19).toArray();

    private byte[] bytes;
    private int length;

    /** Makes an empty one that grows beyond so many bytes if it must. */
    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes are written. */
    public int length() {
        return length;
    }

    /** Whether this is the last byte written. */
    public boolean endsWith(char ascii) {
        return length > 0 && bytes[length - 1] == ascii;
    }

    /** Begins anew. */
    public void clear() {
        length = 0;
    }

    /** Takes back everything behind a position. */
    public void cut(int position) {
        length = position;
    }

    /** The array behind it; good until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** A copy of what is written. */
    public byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    /** Appends one byte. */
    public JsonBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends bytes as they are. */
    public JsonBytes raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    /** Appends a part of bytes as they are. */
    public JsonBytes raw(byte[] text, int from, int to) {
        room(to - from);
        System.arraycopy(text, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Appends text that is ASCII and needs no escapes. */
    @SuppressWarnings("deprecation") // the one way to copy Latin-1 text without an array in between
    public JsonBytes ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
        return this;
    }

    /** Appends a whole number. */
    public JsonBytes number(long number) {
        if (number < 0) {
            return ascii(Long.toString(number));
        }
        int digits = digits(number);
        room(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private static int digits(long number) {
        int digits = 1;
        while (digits < POWERS.length && number >= POWERS[digits]) {
            digits++;
        }
        return digits;
    }

    /** Appends a time as a string literal, as {@link InstantText} writes it. */
    public JsonBytes time(Instant time) {
        room(LONGEST_TIME);
        bytes[length++] = '"';
        length = InstantText.write(time, bytes, length);
        bytes[length++] = '"';
        return this;
    }

    /** Appends a string literal. Jackson writes those that are not all printable ASCII, as it would elsewhere. */
    public JsonBytes quoted(String text) {
        int count = text.length();
        room(count + 2);
        byte[] to = bytes;
        int at = length + 1;
        // Negative once one is below, above, or one of the two that need an escape.
        int other = 0;
        for (int i = 0; i < count; i++) {
            int c = text.charAt(i);
            other |= c - ' ' | 0x7E - c | (c ^ '"') - 1 | (c ^ '\\') - 1;
            to[at + i] = (byte) c;
        }
        if (other < 0) {
            return raw(written(text));
        }
        to[length] = '"';
        to[at + count] = '"';
        length += count + 2;
        return this;
    }

    private static byte[] written(String text) {
        try {
            return Json.wire().writeValueAsBytes(text);
        } catch (JsonProcessingException e) {
            throw new SerializationException("cannot write a text as JSON");
        }
    }

    /** A string literal as bytes. */
    public static byte[] literal(String text) {
        return new JsonBytes(text.length() + 2).quoted(text).copy();
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
