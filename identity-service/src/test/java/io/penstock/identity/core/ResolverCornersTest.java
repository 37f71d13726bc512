package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.IdentifierType;
import io.penstock.identity.core.rules.Limits;
import io.penstock.identity.core.rules.Normalisation;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Strength;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The promises of the resolver (P1 to P5) at the ends of what rules can say, on stories told from seeds. */
class ResolverCornersTest {
    private static final int SEEDS = 30;
    private static final int MANY = 1_000_000;
    private static final List<String> TYPES = List.of("login", "email", "phone", "device", "cookie");
    private static final Limits NO_LIMITS = new Limits(MANY, MANY, 32, MANY);

    @Test
    void withLimitsOfOneNobodyHasTwoOfAKind() {
        Rules rules = Rules.of(types(Strength.STRONG, 1), Map.of(), NO_LIMITS);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Set<Identifier>> story = story(seed, 4, 9);
            Fold fold = told(rules, story);
            fold.profiles()
                    .forEach(profile -> assertThat(profile.identifiers().stream()
                                    .map(known -> known.identifier().type()))
                            .doesNotHaveDuplicates());
            assertRepeatChangesNothing(rules, story);
        }
    }

    @Test
    void withLimitsOfOneThatNeverBiteProfilesAreTheConnectedComponentsInAnyOrder() {
        Rules rules = Rules.of(types(Strength.STRONG, 1), Map.of(), new Limits(5, 4, 5, 1));
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Set<Identifier>> story = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String person = Integer.toString(random.nextInt(12));
                story.add(TYPES.stream()
                        .filter(type -> type.equals("login") || random.nextInt(3) == 0)
                        .map(type -> new Identifier(type, type + person))
                        .collect(Collectors.toSet()));
            }
            assertComponentsInAnyOrder(rules, story, random);
        }
    }

    @Test
    void amongWeakTypesOnlyProfilesAreTheConnectedComponentsInAnyOrder() {
        Rules rules = Rules.of(types(Strength.WEAK, MANY), Map.of(), NO_LIMITS);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Set<Identifier>> story = story(seed, 4, 25);
            assertComponentsInAnyOrder(rules, story, new Random(seed));
            assertRepeatChangesNothing(rules, story);
        }
    }

    @Test
    void whereEverythingIsBlockedNobodyIsAnybody() {
        Rules rules = Rules.of(types(Strength.STRONG, 5), Map.of("*", List.of("/.*/")), Limits.DEFAULT);
        Fold fold = new Fold();
        fold.configure(1, rules);
        for (Set<Identifier> seen : story(1, 4, 9)) {
            assertThat(fold.see(seen).getFirst()).isInstanceOf(Output.Unidentified.class);
        }
        assertThat(fold.profiles()).isEmpty();
        assertThat(fold.store().owners(Fold.WORKSPACE)).isEmpty();
        assertThat(fold.store().counters(Fold.WORKSPACE).lastSequence()).isZero();
    }

    @Test
    void thirtyTwoIdentifiersOfARecordAreOnePersonAndTheWeakestBeyondAreLeftOut() {
        Rules rules = Rules.of(types(Strength.STRONG, MANY), Map.of(), NO_LIMITS);
        List<Identifier> all = new ArrayList<>();
        for (int i = 0; i < 34; i++) {
            all.add(new Identifier(TYPES.get(i % 5), "v" + (10 + i)));
        }
        Set<Identifier> strongest = all.stream()
                .sorted(Comparator.<Identifier>comparingInt(one -> rules.rank(one.type()))
                        .thenComparing(Identifier::value))
                .limit(32)
                .collect(Collectors.toSet());
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Identifier> given = new ArrayList<>(all);
            Collections.shuffle(given, new Random(seed));
            Fold fold = told(rules, List.of());
            List<Output> outputs = fold.see(given);
            assertThat(fold.partition()).containsExactly(strongest);
            assertThat(Fold.decisions(outputs).getFirst().rejected())
                    .hasSize(2)
                    .allMatch(one -> one.reason().equals("limit 32 per record"));
        }
    }

    @Test
    void recordsOfThirtyTwoIdentifiersKeepEveryPromise() {
        Rules unlimited = Rules.of(types(Strength.STRONG, MANY), Map.of(), NO_LIMITS);
        Rules limited = Rules.of(types(Strength.STRONG, 9), Map.of(), Limits.DEFAULT);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Set<Identifier>> story = story(seed, 32, 400).subList(0, 25);
            assertComponentsInAnyOrder(unlimited, story, new Random(seed));
            assertRepeatChangesNothing(limited, story);
            told(limited, story)
                    .profiles()
                    .forEach(profile -> assertThat(profile.identifiers().stream()
                                    .collect(Collectors.groupingBy(
                                            known -> known.identifier().type(), Collectors.counting()))
                                    .values())
                            .allMatch(count -> count <= 9));
        }
    }

    /** Each observation is of the profile that has its strongest identifier. */
    private static Fold told(Rules rules, List<Set<Identifier>> story) {
        Fold fold = new Fold();
        fold.configure(1, rules);
        for (Set<Identifier> seen : story) {
            List<Output> outputs = fold.see(seen);
            Identifier strongest =
                    rules.screen(List.copyOf(seen)).usable().getFirst().identifier();
            assertThat(Fold.identifiers(fold.event(outputs))).contains(strongest);
        }
        return fold;
    }

    private static void assertRepeatChangesNothing(Rules rules, List<Set<Identifier>> story) {
        Fold once = told(rules, story);
        Fold twice = told(rules, story);
        story.forEach(seen -> assertThat(twice.see(seen)).singleElement().isInstanceOf(Output.Event.class));
        assertThat(twice.store()).isEqualTo(once.store());
    }

    private static void assertComponentsInAnyOrder(Rules rules, List<Set<Identifier>> story, Random random) {
        Set<Set<Identifier>> expected = ConnectedComponents.of(story);
        List<Set<Identifier>> shuffled = new ArrayList<>(story);
        Collections.shuffle(shuffled, random);
        assertThat(told(rules, story).partition()).isEqualTo(expected);
        assertThat(told(rules, story.reversed()).partition()).isEqualTo(expected);
        assertThat(told(rules, shuffled).partition()).isEqualTo(expected);
    }

    private static List<Set<Identifier>> story(int seed, int most, int values) {
        Random random = new Random(seed);
        List<Set<Identifier>> story = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Set<Identifier> seen = new HashSet<>();
            int size = 1 + random.nextInt(most);
            while (seen.size() < size) {
                String type = TYPES.get(random.nextInt(TYPES.size()));
                seen.add(new Identifier(type, type + random.nextInt(values)));
            }
            story.add(seen);
        }
        return story;
    }

    private static List<IdentifierType> types(Strength strength, int limit) {
        return TYPES.stream()
                .map(name -> new IdentifierType(name, strength, limit, Normalisation.TRIM))
                .toList();
    }
}
