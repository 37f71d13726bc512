package io.penstock.control.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How problems speak: what came, and what was probably meant. */
public final class Wording {
    private static final int LONGEST_ECHO = 60;
    private static final int FARTHEST_GUESS = 2;

    private Wording() {}

    /** Names a value: its kind, and its content if it is short. */
    public static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "text '" + shorten(node.textValue()) + "'";
            case NUMBER -> "the number " + shorten(node.asText());
            case BOOLEAN -> node.asText();
            case ARRAY -> node.isEmpty() ? "an empty list" : "a list";
            case OBJECT -> node.isEmpty() ? "an empty map" : "a map";
            default -> "nothing";
        };
    }

    /** What a type of JSON Schema wants. */
    public static String kind(String type) {
        return switch (type) {
            case "object" -> "a map";
            case "array" -> "a list";
            case "string" -> "text";
            case "integer" -> "a whole number";
            case "number" -> "a number";
            case "boolean" -> "true or false";
            default -> type;
        };
    }

    /** Names a value by its kind only: it may be a secret. */
    static String foundHidden(JsonNode node) {
        return node.isTextual() || node.isNumber() ? "a value that is not shown" : found(node);
    }

    static String shorten(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_ECHO ? line : line.substring(0, LONGEST_ECHO) + "…";
    }

    /** {@code ; did you mean 'x'?}, or nothing if no known name is near. */
    public static String hint(String name, Collection<String> known) {
        return nearest(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElse("");
    }

    /** The known name that differs least: by at most two typing mistakes, and by less than its length. */
    static Optional<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> mistakes(name, candidate) <= Math.min(FARTHEST_GUESS, candidate.length() - 1))
                .min(Comparator.comparingInt((String candidate) -> mistakes(name, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Letters added, dropped, changed or swapped with their neighbour; capitals do not count. */
    private static int mistakes(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1), cost[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
