package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Rules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Observations and every kind of command in random order, on few values so that everything collides; after each entry
 * the state must be sound. {@code -Dpenstock.identity.seeds=5000} for a long run.
 */
class RandomInterleavingsTest {
    private static final int SEEDS = Integer.getInteger("penstock.identity.seeds", 200);

    @Test
    void theStateIsSoundAfterEveryEntry() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Story(seed).check();
        }
    }

    /** One seed's log, and what must be true of it whatever the resolver does. */
    private static final class Story {
        private final int seed;
        private final Random random;
        private final RandomOrders orders;
        private final Rules rules;
        private final Fold fold = new Fold();
        private final Fold again = new Fold();
        private final Set<Set<Identifier>> apart = new HashSet<>();
        private final Map<Identifier, Integer> erasedAt = new HashMap<>();
        private final Set<String> everGiven = new HashSet<>();
        private final Set<String> gone = new HashSet<>();
        private boolean linked;

        Story(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.orders = new RandomOrders(random);
            this.rules = orders.rules();
        }

        void check() {
            fold.configure(1, rules);
            again.configure(1, rules);
            for (int i = 0; i < 120; i++) {
                if (random.nextInt(5) > 0) {
                    List<Identifier> seen = orders.identifiers(1 + random.nextInt(4));
                    Set<String> before = ids();
                    List<Output> outputs = fold.see(seen);
                    assertThat(again.see(seen.reversed())).isEqualTo(outputs);
                    foundFresh(before, outputs);
                    assertThat(outputs).noneMatch(Output.Erased.class::isInstance);
                } else {
                    Order order = orders.order();
                    Map<Identifier, Long> owners = fold.store().owners(Fold.WORKSPACE);
                    List<Output> outputs = fold.order(order);
                    assertThat(again.order(order)).isEqualTo(outputs);
                    note(order, owners, outputs);
                }
                assertSound("seed " + seed + " entry " + i);
            }
            assertThat(again.store()).isEqualTo(fold.store());
        }

        private Set<String> ids() {
            return fold.profiles().stream().map(Profile::id).collect(Collectors.toSet());
        }

        /** A profile id that an observation gives was never given before. */
        private void foundFresh(Set<String> before, List<Output> outputs) {
            everGiven.addAll(before);
            Set<String> created = outputs.stream()
                    .filter(Output.Event.class::isInstance)
                    .flatMap(output -> ((Output.Event) output).change().stream())
                    .filter(change -> change.profile().epoch() == 1)
                    .map(change -> change.profile().id())
                    .collect(Collectors.toSet());
            assertThat(created).as("seed " + seed).noneMatch(everGiven::contains);
            everGiven.addAll(created);
        }

        private void note(Order order, Map<Identifier, Long> owners, List<Output> outputs) {
            everGiven.addAll(ids());
            if (!(order instanceof Order.Erase)) {
                assertThat(outputs).as("seed " + seed).noneMatch(Output.Erased.class::isInstance);
            }
            boolean done = Fold.decisions(outputs).getFirst().kind() != Decision.Kind.REJECT;
            if (!done) {
                return;
            }
            switch (order) {
                case Order.CannotLink(Identifier one, Identifier other) -> apart.add(Set.of(one, other));
                case Order.Link(Identifier one, Identifier other) -> {
                    linked = true;
                    apart.removeIf(pair -> {
                        Set<Long> sides = pair.stream()
                                .map(it -> owners.getOrDefault(it, 0L))
                                .collect(Collectors.toSet());
                        return sides.equals(new HashSet<>(Arrays.asList(owners.get(one), owners.get(other))));
                    });
                }
                case Order.Erase(Identifier identifier) -> {
                    long owner = owners.get(identifier);
                    owners.forEach((one, it) -> {
                        if (it == owner) {
                            apart.removeIf(pair -> pair.contains(one));
                        }
                    });
                    outputs.forEach(output -> {
                        if (output instanceof Output.Erased(String id, String decisionId)) {
                            gone.add(id);
                        }
                    });
                    if (rules.afterErase() == AfterErase.REFUSE) {
                        owners.forEach((one, it) -> {
                            if (it == owner) {
                                erasedAt.put(one, 1);
                            }
                        });
                    }
                }
                default -> {}
            }
        }

        private void assertSound(String when) {
            Map<Identifier, Long> indexed = new HashMap<>();
            Set<String> live = new HashSet<>();
            Set<String> redirected = new HashSet<>();
            for (Profile profile : fold.profiles()) {
                assertThat(live.add(profile.id())).as(when + " id twice").isTrue();
                assertThat(profile.identifiers()).as(when).isNotEmpty();
                for (Known known : profile.identifiers()) {
                    assertThat(indexed.put(known.identifier(), profile.sequence()))
                            .as(when)
                            .isNull();
                }
                assertTied(profile, when);
                assertWithinLimits(profile, when);
                profile.absorbed().forEach(id -> {
                    assertThat(redirected.add(id)).as(when + " absorbed twice").isTrue();
                    assertThat(fold.store().alias(Fold.WORKSPACE, id)).as(when).contains(profile.id());
                });
            }
            assertThat(indexed).as(when).isEqualTo(fold.store().owners(Fold.WORKSPACE));
            assertThat(redirected)
                    .as(when)
                    .isEqualTo(fold.store().aliases(Fold.WORKSPACE).keySet());
            assertThat(live).as(when).noneMatch(redirected::contains);
            for (Set<Identifier> pair : apart) {
                Set<Long> owners = new TreeSet<>();
                pair.forEach(one -> owners.add(indexed.getOrDefault(one, (long) -one.hashCode())));
                assertThat(owners).as(when + " kept apart").hasSize(2);
            }
            assertThat(live).as(when).noneMatch(gone::contains);
            String everything = fold.store().toString();
            erasedAt.keySet()
                    .forEach(erased -> assertThat(everything).as(when).doesNotContain("value=" + erased.value() + "]"));
        }

        private static void assertTied(Profile profile, String when) {
            List<Set<Identifier>> edges = new ArrayList<>();
            for (Known known : profile.identifiers()) {
                edges.add(Set.of(known.identifier()));
                known.evidence().forEach(evidence -> edges.add(Set.of(known.identifier(), evidence.with())));
            }
            assertThat(ConnectedComponents.of(edges)).as(when).containsExactly(Fold.identifiers(profile));
        }

        /** Once people linked by hand, limits are what people make of them. */
        private void assertWithinLimits(Profile profile, String when) {
            if (linked) {
                return;
            }
            for (IdentifierType type : rules.types()) {
                long count = profile.identifiers().stream()
                        .filter(known -> known.identifier().type().equals(type.name()))
                        .count();
                assertThat(count).as(when).isLessThanOrEqualTo(type.limit());
            }
        }
    }
}
