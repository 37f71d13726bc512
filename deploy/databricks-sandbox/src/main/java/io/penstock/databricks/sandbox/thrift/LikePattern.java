package io.penstock.databricks.sandbox.thrift;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Name patterns of metadata calls: {@code %}, {@code _} and {@code \} to escape; case does not matter. */
final class LikePattern {
    private LikePattern() {}

    /** Matches names; no pattern, or an empty one, matches all. */
    static Predicate<String> of(Optional<String> pattern) {
        return pattern.filter(text -> !text.isEmpty())
                .map(text -> compiled(text, true).asMatchPredicate())
                .orElse(name -> true);
    }

    /** Matches the one name that is written with escapes; catalogs are never patterns. */
    static Predicate<String> exactly(Optional<String> escaped) {
        return escaped.filter(text -> !text.isEmpty())
                .map(text -> compiled(text, false).asMatchPredicate())
                .orElse(name -> true);
    }

    private static Pattern compiled(String text, boolean wildcards) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                regex.append(Pattern.quote(String.valueOf(text.charAt(++i))));
            } else if (wildcards && c == '%') {
                regex.append(".*");
            } else if (wildcards && c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
