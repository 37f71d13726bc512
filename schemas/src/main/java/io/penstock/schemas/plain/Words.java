package io.penstock.schemas.plain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts that come again and again, such as names of pipelines and values, each kept once. What falls out of it is made
 * anew. Safe from any thread: a place holds one text or another, never half of one.
 */
public final class Words {
    private static final int PLACES = 1024;

    private final Word[] known = new Word[PLACES];

    private record Word(byte[] written, String text) {
        boolean is(byte[] bytes, int from, int to) {
            return Arrays.equals(written, 0, written.length, bytes, from, to);
        }
    }

    /** The text of a part of bytes, which are valid UTF-8. */
    String of(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        Word word = known[place];
        if (word == null || !word.is(bytes, from, to)) {
            word = new Word(
                    Arrays.copyOfRange(bytes, from, to), new String(bytes, from, to - from, StandardCharsets.UTF_8));
            known[place] = word;
        }
        return word.text();
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
