package io.penstock.transform.streams;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link StateOutput} wrote. Bytes that end too early throw {@link IndexOutOfBoundsException}. */
final class StateInput {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private int at;

    StateInput(byte[] bytes) {
        this(bytes, 0);
    }

    /** Reads from a place on. */
    StateInput(byte[] bytes, int from) {
        this.bytes = bytes;
        at = from;
    }

    /** What is read. */
    byte[] bytes() {
        return bytes;
    }

    /** The place of the next byte. */
    int position() {
        return at;
    }

    void skip(int length) {
        at += length;
    }

    int octet() {
        return bytes[at++];
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value >>> 1 ^ -(value & 1);
            }
        }
    }

    /** A number that counts or numbers something. */
    int count() {
        return Math.toIntExact(number());
    }

    long fixed() {
        at += Long.BYTES;
        return (long) LONG.get(bytes, at - Long.BYTES);
    }

    /** Four bytes, as older formats have them. */
    int fixedInt() {
        at += Integer.BYTES;
        return (int) INT.get(bytes, at - Integer.BYTES);
    }

    String text() {
        return text(count());
    }

    /** Text of that many bytes; null for a negative number. */
    String text(int length) {
        if (length < 0) {
            return null;
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    Instant time() {
        return octet() == 0 ? null : Instant.ofEpochSecond(number(), number());
    }

    /** Reads the first byte and checks that it is that one. */
    void format(int expected) throws IOException {
        int format = octet();
        if (format != expected) {
            throw new IOException("expected format " + expected + ", found " + format);
        }
    }
}
