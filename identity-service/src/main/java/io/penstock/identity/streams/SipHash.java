package io.penstock.identity.streams;

import java.security.SecureRandom;

/**
 * SipHash-2-4 with 128 bits over texts, with a secret key: nobody outside can make two texts collide. Belongs to one
 * thread.
 */
final class SipHash {
    private final long key0;
    private final long key1;
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private long word;
    private int filled;
    private long length;

    /** Under a key drawn now. */
    SipHash() {
        this(new SecureRandom());
    }

    private SipHash(SecureRandom random) {
        this(random.nextLong(), random.nextLong());
    }

    /** Under that key; comparable between all who have it. */
    SipHash(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
        start();
    }

    /** Forgets what was added. */
    SipHash start() {
        v0 = key0 ^ 0x736f6d6570736575L;
        v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
        v2 = key0 ^ 0x6c7967656e657261L;
        v3 = key1 ^ 0x7465646279746573L;
        word = 0;
        filled = 0;
        length = 0;
        return this;
    }

    /** A text behind its length, so that no two lists of texts read the same. */
    SipHash add(String text) {
        add(text.length());
        for (int i = 0; i < text.length(); i++) {
            word |= (long) text.charAt(i) << (filled * 16);
            filled++;
            length++;
            if (filled == 4) {
                compress();
            }
        }
        return this;
    }

    SipHash add(long number) {
        if (filled > 0) {
            compress();
        }
        word = number;
        length += 4;
        compress();
        return this;
    }

    /** Both halves; the instance can be used again after {@link #start()}. */
    long[] finish() {
        if (filled > 0) {
            compress();
        }
        word = length;
        compress();
        v2 ^= 0xee;
        rounds(4);
        long high = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        rounds(4);
        return new long[] {high, v0 ^ v1 ^ v2 ^ v3};
    }

    private void compress() {
        v3 ^= word;
        rounds(2);
        v0 ^= word;
        word = 0;
        filled = 0;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
