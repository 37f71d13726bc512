package io.penstock.identity.streams;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** Grows a value byte by byte. Read back by {@link ByteReader} in the same order. */
final class ByteWriter {
    private static final int LONGEST_NUMBER = 10;
    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes;
    private int size;

    ByteWriter() {
        this(128);
    }

    /** @param capacity bytes it begins with; it grows */
    ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Seven bits a byte; small ones that are not negative are short. */
    ByteWriter number(long number) {
        reserve(LONGEST_NUMBER);
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    /** Short near zero on both sides. */
    ByteWriter signed(long number) {
        return number(number << 1 ^ number >> 63);
    }

    /** Eight bytes. */
    ByteWriter fixed(long number) {
        reserve(Long.BYTES);
        BIG_ENDIAN.set(bytes, size, number);
        size += Long.BYTES;
        return this;
    }

    ByteWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        return put(encoded);
    }

    /** @param since epoch seconds that the reader knows too */
    ByteWriter time(Instant at, long since) {
        return signed(at.getEpochSecond() - since).number(at.getNano());
    }

    /** A profile id: 17 bytes for one of ours. */
    ByteWriter id(String profileId) {
        long[] bits = CompactIds.bits(profileId);
        return bits == null
                ? number(1).text(profileId)
                : number(0).fixed(bits[0]).fixed(bits[1]);
    }

    private ByteWriter put(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
