package io.penstock.identity.core.rules;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Values that identify nobody, however often they occur. Compared ignoring case and quotes around the value.
 *
 * <p>The shipped list is the union of what Segment (blocked values), PostHog (illegal distinct ids) and Adobe
 * (guardrails) document, plus placeholders seen in e-mail columns. It cannot be switched off, only added to.
 */
final class BlockedValues {
    /** Key of values that are blocked for every type. */
    static final String EVERY_TYPE = "*";

    private static final LinearPattern ZEROES_AND_DASHES = LinearPattern.compile("^[0\\-]*$");
    private static final Set<String> SHIPPED = Set.of(
            "-1",
            "null",
            "(null)",
            "<null>",
            "nil",
            "none",
            "(none)",
            "n/a",
            "#n/a",
            "na",
            "nan",
            "undefined",
            "undef",
            "unknown",
            "invalid",
            "empty",
            "blank",
            "true",
            "false",
            "anonymous",
            "anon",
            "guest",
            "not_authenticated",
            "not_available",
            "not set",
            "(not set)",
            "id",
            "email",
            "distinctid",
            "distinct_id",
            "user_id",
            "customer_id",
            "[object object]",
            "test",
            "test@test.com",
            "test@test.test",
            "test@example.com",
            "user@example.com",
            "example@example.com",
            "email@example.com",
            "name@example.com",
            "none@none.com",
            "na@na.com",
            "null@null.com",
            "noemail@noemail.com",
            "no@email.com",
            "no-email@example.com",
            "noreply@example.com",
            "a@a.com",
            "x@x.com");

    private final Map<String, Set<String>> exact = new HashMap<>();
    private final Map<String, List<LinearPattern>> patterns = new HashMap<>();

    /**
     * @param configured type or {@code *} to values; {@code /…/} is a {@link LinearPattern}
     * @throws IllegalArgumentException if a pattern is not supported
     */
    BlockedValues(Map<String, List<String>> configured) {
        configured.forEach((type, values) -> {
            for (String value : values) {
                if (value.length() > 2 && value.startsWith("/") && value.endsWith("/")) {
                    patterns.computeIfAbsent(type, _ -> new ArrayList<>())
                            .add(LinearPattern.compile(value.substring(1, value.length() - 1)));
                } else {
                    exact.computeIfAbsent(type, _ -> new HashSet<>()).add(comparable(value));
                }
            }
        });
    }

    boolean blocks(Identifier identifier) {
        String value = comparable(identifier.value());
        return value.isEmpty()
                || SHIPPED.contains(value)
                || ZEROES_AND_DASHES.find(value)
                || configured(EVERY_TYPE, value)
                || configured(identifier.type(), value);
    }

    private boolean configured(String type, String value) {
        return exact.getOrDefault(type, Set.of()).contains(value)
                || patterns.getOrDefault(type, List.of()).stream().anyMatch(pattern -> pattern.find(value));
    }

    private static String comparable(String value) {
        int start = 0;
        int end = value.length();
        while (end - start > 1 && isQuote(value.charAt(start)) && isQuote(value.charAt(end - 1))) {
            start++;
            end--;
        }
        return value.substring(start, end).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
