package io.penstock.identity.streams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;

/** Reads what {@link ByteWriter} wrote. Bytes that end too early are a {@link SerializationException}. */
final class ByteReader {
    private final byte[] bytes;
    private int at;

    ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long number() {
        long number = 0;
        int shift = 0;
        byte next;
        do {
            next = next();
            number |= (long) (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return number;
    }

    long signed() {
        long number = number();
        return number >>> 1 ^ -(number & 1);
    }

    long fixed() {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | next() & 0xff;
        }
        return number;
    }

    String text() {
        int length = (int) number();
        if (length < 0 || length > bytes.length - at) {
            throw ended();
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    Instant time(long since) {
        return Instant.ofEpochSecond(signed() + since, number());
    }

    String id() {
        return number() == 0 ? CompactIds.id(fixed(), fixed()) : text();
    }

    private byte next() {
        if (at >= bytes.length) {
            throw ended();
        }
        return bytes[at++];
    }

    private SerializationException ended() {
        return new SerializationException("stored value of " + bytes.length + " bytes ends too early");
    }
}
