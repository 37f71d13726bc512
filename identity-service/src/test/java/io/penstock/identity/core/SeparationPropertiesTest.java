package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

/** What an order undoes leaves the connected components of what was not undone. Random graphs, no limits. */
class SeparationPropertiesTest {
    private static final List<String> TYPES = List.of("login", "email", "phone", "device", "cookie");
    private static final Rules RULES = Rules.of(
            TYPES.stream()
                    .map(name -> new IdentifierType(name, Strength.STRONG, 1_000_000, Normalisation.TRIM))
                    .toList(),
            Map.of(),
            new Limits(1_000_000, 1_000_000, 1000, 1_000_000));

    private Fold fold;
    private EvidenceModel model;

    @Property(tries = 100)
    void afterABlockPairsAreConnectedAsIfTheValueHadNeverBeenSeen(
            @ForAll("pairs") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier gone = any(random, model.nodes());
        // Of pairs the first that joined are a spanning forest: what it does not hold, a later pair may still tell.
        List<Set<Identifier>> joining = joining(history);

        fold.order(new Order.Block(gone));

        assertThat(fold.partition()).isEqualTo(components(joining, Set.of(gone)));
    }

    @Property(tries = 100)
    void afterABlockTheRestIsTheComponentsOfTheEvidence(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier gone = any(random, model.nodes());

        fold.order(new Order.Block(gone));

        assertThat(fold.partition()).isEqualTo(model.without(Set.of(gone)));
        assertThat(fold.store().owner(Fold.WORKSPACE, gone)).isEqualTo(IdentityStore.NOBODY);
    }

    @Property(tries = 100)
    void toldAgainAfterABlockTheRestIsTheComponentsOfAllObservations(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier gone = any(random, model.nodes());

        fold.order(new Order.Block(gone));
        history.forEach(fold::see);

        assertThat(fold.partition()).isEqualTo(components(history, Set.of(gone)));
    }

    @Property(tries = 100)
    void afterAnUnlinkTheIdentifierIsAloneAndTheRestIsTheComponentsOfTheEvidence(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier alone = any(random, model.nodes());

        fold.order(new Order.Unlink(alone));

        assertThat(fold.partition()).isEqualTo(with(model.without(Set.of(alone)), Set.of(alone)));
    }

    @Property(tries = 100)
    void afterASplitThePartIsOneAndTheRestIsTheComponentsOfTheEvidence(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Set<Identifier> group = model.groupOf(any(random, model.nodes()));
        Set<Identifier> part = group.stream().filter(_ -> random.nextBoolean()).collect(Collectors.toSet());

        fold.order(new Order.Split(List.copyOf(part)));

        boolean isPart = !part.isEmpty() && part.size() < group.size();
        assertThat(fold.partition()).isEqualTo(isPart ? with(model.without(part), part) : model.partition());
    }

    @Property(tries = 100)
    void twoThatCannotBeOnePartWhereTheirDistancesSay(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier first = any(random, model.nodes());
        Set<Identifier> group = model.groupOf(first);
        Identifier second = any(random, group);
        Map<Identifier, Integer> fromFirst = model.distances(first);
        Map<Identifier, Integer> fromSecond = model.distances(second);
        Set<Identifier> part = group.stream()
                .filter(one -> fromSecond.get(one) < fromFirst.get(one))
                .collect(Collectors.toSet());

        fold.order(new Order.CannotLink(first, second));

        Set<Set<Identifier>> expected = model.partition();
        if (!part.isEmpty()) {
            expected.remove(group);
            expected.add(part);
            expected.add(minus(group, part));
        }
        assertThat(fold.partition()).isEqualTo(expected);
    }

    @Property(tries = 100)
    void afterAnEraseEverybodyElseIsAsBefore(
            @ForAll("histories") List<Set<Identifier>> history, @ForAll Random random) {
        tell(history);
        Identifier named = any(random, model.nodes());
        Set<Set<Identifier>> expected = model.partition();
        expected.remove(model.groupOf(named));

        fold.order(new Order.Erase(named));

        assertThat(fold.partition()).isEqualTo(expected);
    }

    private void tell(List<Set<Identifier>> history) {
        fold = new Fold();
        model = new EvidenceModel(RULES);
        fold.configure(1, RULES);
        for (Set<Identifier> observation : history) {
            fold.see(observation);
            model.see(observation);
        }
        assertThat(fold.partition()).isEqualTo(model.partition()).isEqualTo(ConnectedComponents.of(history));
    }

    /** The observations that joined something when they came. */
    private static List<Set<Identifier>> joining(List<Set<Identifier>> history) {
        List<Set<Identifier>> joining = new ArrayList<>();
        for (Set<Identifier> observation : history) {
            if (ConnectedComponents.of(joining).stream().noneMatch(group -> group.containsAll(observation))) {
                joining.add(observation);
            }
        }
        return joining;
    }

    private static Set<Set<Identifier>> components(Collection<Set<Identifier>> observations, Set<Identifier> gone) {
        return ConnectedComponents.of(observations.stream()
                .map(observation -> minus(observation, gone))
                .filter(observation -> !observation.isEmpty())
                .toList());
    }

    private static Identifier any(Random random, Set<Identifier> some) {
        List<Identifier> sorted = some.stream()
                .sorted(Comparator.comparing(Identifier::type).thenComparing(Identifier::value))
                .toList();
        return sorted.get(random.nextInt(sorted.size()));
    }

    private static Set<Set<Identifier>> with(Set<Set<Identifier>> groups, Set<Identifier> one) {
        Set<Set<Identifier>> all = new HashSet<>(groups);
        all.add(one);
        return all;
    }

    private static Set<Identifier> minus(Set<Identifier> all, Set<Identifier> gone) {
        Set<Identifier> left = new HashSet<>(all);
        left.removeAll(gone);
        return left;
    }

    @Provide
    Arbitrary<List<Set<Identifier>>> histories() {
        return identifiers().set().ofMinSize(1).ofMaxSize(5).list().ofMinSize(1).ofMaxSize(25);
    }

    @Provide
    Arbitrary<List<Set<Identifier>>> pairs() {
        return identifiers().set().ofMinSize(1).ofMaxSize(2).list().ofMinSize(1).ofMaxSize(30);
    }

    private static Arbitrary<Identifier> identifiers() {
        return Combinators.combine(Arbitraries.of(TYPES), Arbitraries.integers().between(1, 9))
                .as((type, number) -> new Identifier(type, type + number));
    }
}
