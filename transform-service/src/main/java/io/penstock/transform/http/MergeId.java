package io.penstock.transform.http;

import java.util.Optional;

/**
 * What a merge is called outside: its survivor says which replica to ask, its delivery id which merge. It travels in a
 * path, so it is made of letters, digits, {@code _}, {@code -} and {@code ~} only.
 */
public record MergeId(String survivor, String delivery) {
    private static final char BETWEEN = '~';

    /** Empty if the text is no such id. */
    public static Optional<MergeId> parse(String text) {
        int between = text.lastIndexOf(BETWEEN);
        return between > 0 && between < text.length() - 1
                ? Optional.of(new MergeId(text.substring(0, between), text.substring(between + 1)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return survivor + BETWEEN + delivery;
    }
}
