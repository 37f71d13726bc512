package io.penstock.transform.script.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts one behind the other, as the bytes they cross as: the service makes them of the bytes of rows, and only the
 * worker makes texts of them. Nobody changes the arrays afterwards.
 *
 * @param bytes UTF-8
 * @param ends where each text ends and the next one begins
 */
public record Lines(byte[] bytes, int[] ends) {
    /** Those texts. */
    public static Lines of(String... texts) {
        int[] ends = new int[texts.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = (i == 0 ? 0 : ends[i - 1]) + texts[i].getBytes(StandardCharsets.UTF_8).length;
        }
        return new Lines(String.join("", texts).getBytes(StandardCharsets.UTF_8), ends);
    }

    /** Each of them. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(ends.length);
        int from = 0;
        for (int end : ends) {
            texts.add(new String(bytes, from, end - from, StandardCharsets.UTF_8));
            from = end;
        }
        return texts;
    }

    /** Bytes of all of them. */
    int length() {
        return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lines lines
                && Arrays.equals(ends, lines.ends)
                && Arrays.equals(bytes, 0, length(), lines.bytes, 0, length());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ends);
    }

    /** Hides the texts, which hold rows. */
    @Override
    public String toString() {
        return "Lines[" + length() + " bytes]";
    }
}
