package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rules of one identifier type that a JSON Schema cannot state, or not in good words. */
final class IdentifierTypeRules {
    private static final Set<String> WEAK_BY_NAME = Set.of("device_id", "ga_client_id", "anonymous_id");
    private static final Set<String> NORMALISED_BY_NAME = Set.of("email", "phone");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private IdentifierTypeRules() {}

    static void check(String name, At type, Consumer<Problem> problems) {
        Durations.positive(type.get("limit").get("per"), problems);
        At atLimit = type.get("atLimit");
        String strength = word(type, "class").orElse(WEAK_BY_NAME.contains(name) ? "weak" : "strong");
        if (atLimit.text().equals(Optional.of("transfer")) && strength.equals("strong")) {
            problems.accept(atLimit.problem(
                    "expected reject or evict_oldest, as '%s' is strong, found text 'transfer'".formatted(name)));
        }
        String normalise = word(type, "normalise").orElse(NORMALISED_BY_NAME.contains(name) ? name : "trim");
        belongs(type.get("region"), "region", normalise, "phone", problems);
        country(type.get("region"), problems);
        for (String key : List.of("stripTags", "blockTestDomains")) {
            belongs(type.get(key), key, normalise, "email", problems);
        }
    }

    private static void belongs(At at, String key, String normalise, String wanted, Consumer<Problem> problems) {
        if (at.present() && !normalise.equals(wanted)) {
            problems.accept(at.problemAtKey("expected no key '%s' with normalise: %s, as it is for %s, found one"
                    .formatted(key, normalise, wanted)));
        }
    }

    private static void country(At region, Consumer<Problem> problems) {
        region.text()
                .filter(text -> text.matches("[A-Z]{2}") && !COUNTRIES.contains(text))
                .ifPresent(text ->
                        problems.accept(region.problem("expected a country such as GB, found text '" + text + "'")));
    }

    private static Optional<String> word(At type, String key) {
        return type.get(key).text();
    }
}
