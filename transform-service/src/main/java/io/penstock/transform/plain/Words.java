package io.penstock.transform.plain;

import java.nio.charset.StandardCharsets;

/**
 * Texts that come again and again, such as names of pipelines and values, each kept once. What falls out of it is made
 * anew. Safe from any thread: a place holds one text or another, never half of one.
 */
public final class Words {
    private static final int PLACES = 1024;

    private final String[] known = new String[PLACES];

    /** The text of a part of bytes, which are valid UTF-8. */
    String of(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 16) & (PLACES - 1);
        String word = known[place];
        if (word == null || !isSame(word, bytes, from, to)) {
            word = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            known[place] = word;
        }
        return word;
    }

    private static boolean isSame(String word, byte[] bytes, int from, int to) {
        if (word.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (word.charAt(i - from) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
