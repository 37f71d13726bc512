package io.penstock.transform.streams;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Reads what {@link StateOutput} wrote. Bytes that end too early throw {@link java.nio.BufferUnderflowException}. */
final class StateInput {
    private final ByteBuffer bytes;

    StateInput(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    int octet() {
        return bytes.get();
    }

    long number() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes.get();
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
        return bytes.getLong();
    }

    /** Four bytes, as older formats have them. */
    int fixedInt() {
        return bytes.getInt();
    }

    String text() {
        return text(count());
    }

    /** Text of that many bytes; null for a negative number. */
    String text(int length) {
        if (length < 0) {
            return null;
        }
        String text = new String(bytes.array(), bytes.position(), length, StandardCharsets.UTF_8);
        bytes.position(bytes.position() + length);
        return text;
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
