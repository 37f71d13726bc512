package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import io.penstock.identity.core.rules.Strength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The five promises of the resolver (P1 to P5), on generated histories. Few values, so that everything collides. */
class ResolverPropertiesTest {
    private static final Limits NO_LIMITS = new Limits(1_000_000, 1_000_000, 1000, 1_000_000);

    @Property(tries = 300)
    void p1NoProfileEverExceedsALimit(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold fold = new Fold();
        fold.configure(1, rules);
        for (Set<Identifier> seen : history) {
            fold.see(seen);
            for (Profile profile : fold.profiles()) {
                Map<String, Long> counts = profile.identifiers().stream()
                        .collect(Collectors.groupingBy(
                                known -> known.identifier().type(), Collectors.counting()));
                counts.forEach((type, count) -> assertThat(count)
                        .isLessThanOrEqualTo(rules.type(type).orElseThrow().limit()));
                assertThat(profile.identifiers())
                        .hasSizeLessThanOrEqualTo(rules.limits().identifiersPerProfile());
                assertThat(profile.merges()).isLessThanOrEqualTo(rules.limits().mergesPerProfile());
            }
        }
    }

    @Property(tries = 300)
    void p2ARecordBelongsToTheProfileOfItsStrongestIdentifier(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold fold = new Fold();
        fold.configure(1, rules);
        for (Set<Identifier> seen : history) {
            List<Output> outputs = fold.see(seen);
            Screening screening = rules.screen(List.copyOf(seen));
            Identifier strongest = screening.usable().getFirst().identifier();
            assertThat(Fold.identifiers(fold.event(outputs))).contains(strongest);
        }
    }

    @Property(tries = 200)
    void p3FoldingTheSameLogTwiceGivesTheSameStoresAndOutputs(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold one = new Fold();
        Fold two = new Fold();
        one.configure(1, rules);
        two.configure(1, rules);
        for (Set<Identifier> seen : history) {
            assertThat(one.see(seen)).isEqualTo(two.see(shuffled(seen)));
        }
        assertThat(one.store()).isEqualTo(two.store());
    }

    @Property(tries = 300)
    void p4ARepeatChangesNothingWheneverItComes(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold once = new Fold();
        Fold repeated = new Fold();
        once.configure(1, rules);
        repeated.configure(1, rules);
        history.forEach(once::see);
        history.forEach(repeated::see);
        for (Set<Identifier> seen : history) {
            List<Output> outputs = repeated.see(seen);
            assertThat(outputs).singleElement().isInstanceOf(Output.Event.class);
        }
        assertThat(repeated.store()).isEqualTo(once.store());
    }

    @Property(tries = 300)
    void p5WithoutLimitsProfilesAreTheConnectedComponentsInAnyOrder(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        Set<Set<Identifier>> expected = ConnectedComponents.of(history);
        List<Set<Identifier>> shuffled = new ArrayList<>(history);
        Collections.shuffle(shuffled, random);

        assertThat(foldedWithoutLimits(history)).isEqualTo(expected);
        assertThat(foldedWithoutLimits(history.reversed())).isEqualTo(expected);
        assertThat(foldedWithoutLimits(shuffled)).isEqualTo(expected);
    }

    @Property(tries = 200)
    void everyIdentifierIsTiedToItsProfileByEvidence(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold fold = new Fold();
        fold.configure(1, rules);
        history.forEach(fold::see);

        for (Profile profile : fold.profiles()) {
            List<Set<Identifier>> edges = new ArrayList<>();
            for (Known known : profile.identifiers()) {
                edges.add(Set.of(known.identifier()));
                known.evidence().forEach(evidence -> edges.add(Set.of(known.identifier(), evidence.with())));
            }
            assertThat(ConnectedComponents.of(edges)).containsExactly(Fold.identifiers(profile));
        }
    }

    @Property(tries = 200)
    void ownersAliasesAndProfilesAgree(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll("rules") Rules rules) {
        Fold fold = new Fold();
        fold.configure(1, rules);
        Map<String, String> absorbed = new HashMap<>();
        for (Set<Identifier> seen : history) {
            fold.see(seen).forEach(output -> {
                if (output instanceof Output.MergedAway(Profile loser, String survivor, String decisionId)) {
                    absorbed.put(loser.id(), survivor);
                }
            });
        }
        Set<String> live = fold.profiles().stream().map(Profile::id).collect(Collectors.toSet());
        assertThat(absorbed.keySet()).noneMatch(live::contains);
        assertThat(fold.store().aliases(Fold.WORKSPACE).keySet()).isEqualTo(absorbed.keySet());
        assertThat(live).containsAll(fold.store().aliases(Fold.WORKSPACE).values());
        Set<Identifier> indexed = new HashSet<>();
        fold.profiles()
                .forEach(profile -> profile.identifiers().forEach(known -> {
                    assertThat(indexed.add(known.identifier())).isTrue();
                    assertThat(fold.store().owner(Fold.WORKSPACE, known.identifier()))
                            .isEqualTo(profile.sequence());
                }));
    }

    @Provide
    Arbitrary<List<Set<Identifier>>> histories() {
        Arbitrary<Identifier> identifier = Combinators.combine(
                        Arbitraries.of("login", "email", "phone", "device", "cookie"),
                        Arbitraries.integers().between(1, 9))
                .as((type, n) -> new Identifier(type, type.equals("email") ? n + "@x.example" : type + n));
        return identifier.set().ofMinSize(1).ofMaxSize(5).list().ofMinSize(1).ofMaxSize(60);
    }

    @Provide
    Arbitrary<Rules> rules() {
        Arbitrary<Integer> limit = Arbitraries.integers().between(1, 4);
        Arbitrary<Strength> strength = Arbitraries.of(Strength.class);
        Arbitrary<Limits> limits = Combinators.combine(
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 5))
                .as((identifiers, merges, perRecord) -> new Limits(identifiers, merges, perRecord, 50));
        return Combinators.combine(limit.list().ofSize(5), strength.list().ofSize(5), limits)
                .as(ResolverPropertiesTest::rules);
    }

    private static Rules rules(List<Integer> limit, List<Strength> strength, Limits limits) {
        List<IdentifierType> types = new ArrayList<>();
        List<String> names = List.of("login", "email", "phone", "device", "cookie");
        for (int i = 0; i < names.size(); i++) {
            types.add(new IdentifierType(names.get(i), strength.get(i), limit.get(i), Normalisation.TRIM));
        }
        return Rules.of(types, Map.of(), limits);
    }

    private static Set<Set<Identifier>> foldedWithoutLimits(List<Set<Identifier>> history) {
        Fold fold = new Fold();
        fold.configure(1, rules(Collections.nCopies(5, 1_000_000), Collections.nCopies(5, Strength.STRONG), NO_LIMITS));
        history.forEach(fold::see);
        return fold.partition();
    }

    private static List<Identifier> shuffled(Set<Identifier> identifiers) {
        List<Identifier> list = new ArrayList<>(identifiers);
        Collections.reverse(list);
        return list;
    }
}
