package io.penstock.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Guesses what somebody meant to type. */
final class NearName {
    private static final int FARTHEST = 2;

    private NearName() {}

    /** {@code ; did you mean x?}, or nothing if no known name is near; capitals do not count. */
    static String hint(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> mistakes(name, candidate) <= Math.min(FARTHEST, candidate.length() - 1))
                .min(Comparator.comparingInt((String candidate) -> mistakes(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    /** Letters added, dropped or changed. */
    private static int mistakes(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
