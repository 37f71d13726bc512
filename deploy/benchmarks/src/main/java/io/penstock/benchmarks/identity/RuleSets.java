package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rule sets that are compared. The shipped list of blocked values is part of all of them. */
public final class RuleSets {
    private static final int ANY = 1_000_000_000;
    private static final Map<String, List<String>> TEST_ADDRESSES =
            Map.of("email", List.of("test@test.com", "a@a.com", "none@none.example", "x@x.example"));

    private RuleSets() {}

    /** Everything is strong and nothing is limited. */
    public static Rules unlimited() {
        return Rules.of(types(ANY), Map.of(), new Limits(ANY, ANY, 32, ANY));
    }

    /** From nothing to what a workspace has by default. */
    public static Map<String, Rules> all() {
        List<IdentifierType> defaults = Rules.defaults().types();
        Limits unguarded = new Limits(1000, 100, 32, ANY);
        Map<String, Rules> sets = new LinkedHashMap<>();
        sets.put("none", unlimited());
        sets.put("blocked values", Rules.of(types(ANY), TEST_ADDRESSES, new Limits(ANY, ANY, 32, ANY)));
        sets.put("+ limits", Rules.of(types(0), TEST_ADDRESSES, unguarded));
        sets.put("+ weak evidence", Rules.of(defaults, TEST_ADDRESSES, unguarded));
        sets.put("+ fan-out guard", Rules.of(defaults, TEST_ADDRESSES, Limits.DEFAULT));
        return sets;
    }

    /** The default types, all strong; with a limit of their own if it is not 0. */
    private static List<IdentifierType> types(int limit) {
        return Rules.defaults().types().stream()
                .map(type -> new IdentifierType(
                        type.name(),
                        Strength.STRONG,
                        limit == 0 ? type.limit() : limit,
                        type.window(),
                        type.atLimit(),
                        type.normalisation(),
                        type.region(),
                        type.filter()))
                .toList();
    }
}
