package io.penstock.identity.core.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Values of one type that identify nobody, however often they occur. Compared ignoring case and quotes around the
 * value.
 *
 * <p>The shipped list is the union of what Segment (blocked values), PostHog (illegal distinct ids) and Adobe
 * (guardrails) document, plus placeholders seen in e-mail columns. It cannot be switched off, only added to.
 */
final class BlockedValues {
    /** Key of values that are blocked for every type. */
    static final String EVERY_TYPE = "*";

    private static final int PLACEHOLDER_DIGITS = 7;
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

    private final CaseBlindSet exact;
    private final LinearPattern[] patterns;

    private BlockedValues(Set<String> exact, List<LinearPattern> patterns) {
        this.exact = new CaseBlindSet(exact);
        this.patterns = patterns.toArray(LinearPattern[]::new);
    }

    /**
     * The shipped list and what is configured.
     *
     * @param configured lists of values; {@code /…/} is a {@link LinearPattern}
     * @param normalise of the type: a value is blocked as it is written and as it is compared
     * @throws IllegalArgumentException if a pattern is not supported
     */
    static BlockedValues of(List<List<String>> configured, Function<String, Normalised> normalise) {
        Set<String> exact = new HashSet<>(SHIPPED);
        List<LinearPattern> patterns = new ArrayList<>();
        for (List<String> values : configured) {
            for (String value : values) {
                if (value.length() > 2 && value.startsWith("/") && value.endsWith("/")) {
                    patterns.add(LinearPattern.compile(value.substring(1, value.length() - 1)));
                    continue;
                }
                exact.add(unquoted(value).toLowerCase(Locale.ROOT));
                if (normalise.apply(value) instanceof Normalised.Accepted(String normal)) {
                    exact.add(unquoted(normal).toLowerCase(Locale.ROOT));
                }
            }
        }
        return new BlockedValues(exact, patterns);
    }

    /** @param value normalised */
    boolean contains(String value) {
        String bare = unquoted(value);
        if (isZeroesAndDashes(bare) || exact.contains(bare)) {
            return true;
        }
        for (LinearPattern pattern : patterns) {
            if (pattern.find(bare)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number in E.164 is a placeholder: one digit all the way to the end, or all ten in their order. */
    static boolean isPlaceholderNumber(String number) {
        int same = number.length() - 1;
        while (same > 0 && number.charAt(same - 1) == number.charAt(number.length() - 1)) {
            same--;
        }
        return number.length() - same >= PLACEHOLDER_DIGITS
                || number.endsWith("1234567890")
                || number.endsWith("0123456789");
    }

    /** Segment's {@code ^[0-]*$}, the empty text included. */
    private static boolean isZeroesAndDashes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '0' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static String unquoted(String value) {
        int start = 0;
        int end = value.length();
        while (end - start > 1 && isQuote(value.charAt(start)) && isQuote(value.charAt(end - 1))) {
            start++;
            end--;
        }
        return value.substring(start, end).strip();
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'' || c == '`';
    }
}
