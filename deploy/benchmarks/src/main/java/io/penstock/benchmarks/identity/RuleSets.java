package io.penstock.benchmarks.identity;

import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rule sets that are compared. The shipped list of blocked values cannot be switched off: for none at all a
 * {@link Crowd.Junk} that it does not know.
 */
public final class RuleSets {
    private static final int ANY = 1_000_000_000;
    private static final Map<String, List<String>> TEST_ADDRESSES =
            Map.of("email", List.of("none@none.example", "x@x.example"));

    /** One row of the comparison. */
    public record RuleSet(Rules rules, Crowd.Junk junk) {}

    private RuleSets() {}

    /** Everything is strong and nothing is limited. */
    public static Rules unlimited() {
        return Rules.of(types(ANY), Map.of(), new Limits(ANY, ANY, 32, ANY));
    }

    /** From nothing to what a workspace has by default, each with what the one before has. */
    public static Map<String, RuleSet> all() {
        List<IdentifierType> defaults = Rules.defaults().types();
        Limits unguarded = new Limits(1000, 100, 32, ANY);
        Map<String, RuleSet> sets = new LinkedHashMap<>();
        sets.put("none", new RuleSet(unlimited(), Crowd.Junk.UNHEARD_OF));
        sets.put("shipped block-list", typical(unlimited()));
        sets.put("+ own block-list", typical(Rules.of(types(ANY), TEST_ADDRESSES, new Limits(ANY, ANY, 32, ANY))));
        sets.put("+ limits", typical(Rules.of(types(0), TEST_ADDRESSES, unguarded)));
        sets.put("+ weak evidence", typical(Rules.of(defaults, TEST_ADDRESSES, unguarded)));
        sets.put("+ fan-out guard", typical(Rules.of(defaults, TEST_ADDRESSES, Limits.DEFAULT)));
        return sets;
    }

    private static RuleSet typical(Rules rules) {
        return new RuleSet(rules, Crowd.Junk.TYPICAL);
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
