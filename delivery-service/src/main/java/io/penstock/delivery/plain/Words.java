package io.penstock.delivery.plain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that come again and again, such as names of pipelines, each kept once. What falls out of it is made anew. Not
 * thread-safe.
 */
public final class Words {
    private static final int PLACES = 256;

    private final String[] known = new String[PLACES];
    private final byte[][] written = new byte[PLACES][];

    /** The text of a part of bytes, which are valid UTF-8. */
    String of(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        byte[] there = written[place];
        if (there == null || !Arrays.equals(there, 0, there.length, bytes, from, to)) {
            written[place] = Arrays.copyOfRange(bytes, from, to);
            known[place] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        return known[place];
    }

    private static int hash(byte[] bytes, int from, int to) {
        if (to - from >= Long.BYTES) {
            return EightBytes.ends(bytes, from, to);
        }
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }
}
