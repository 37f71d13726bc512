package io.penstock.benchmarks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Without limits the fold gives the connected components, in whatever order the observations come.
 * {@code -Dpenstock.identity.observations=2000000 "-Dtest.jvm=-XX:+UseSerialGC -Xmx7g"} for a long run: 100 s alone.
 */
class ConnectedComponentsTest {
    private static final int OBSERVATIONS = Integer.getInteger("penstock.identity.observations", 60_000);
    private static final Rules RULES = RuleSets.unlimited();
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    /** The same values in all folds: each is there once. */
    private final Map<Identifier, Identifier> known = new HashMap<>();

    @Test
    void profilesAreTheConnectedComponentsForwardReversedAndShuffled() {
        Crowd crowd = new Crowd(7, Math.max(1000, OBSERVATIONS / 8), OBSERVATIONS);
        Identifier[][] observations = new Identifier[OBSERVATIONS][];
        Components expected = new Components();
        for (int i = 0; i < OBSERVATIONS; i++) {
            observations[i] = RULES.screen(crowd.next().identifiers()).usable().stream()
                    .map(one -> known.computeIfAbsent(one.identifier(), it -> it))
                    .toArray(Identifier[]::new);
            if (observations[i].length > 0) {
                expected.join(Arrays.asList(observations[i]));
            }
        }
        Map<Identifier, Integer> roots = expected.roots();
        int[] shuffled = shuffled();
        assertSame("forward", observations, i -> i, roots);
        assertSame("reversed", observations, i -> OBSERVATIONS - 1 - i, roots);
        assertSame("shuffled", observations, i -> shuffled[i], roots);
    }

    private static int[] shuffled() {
        Random random = new Random(8);
        int[] order = IntStream.range(0, OBSERVATIONS).toArray();
        for (int i = OBSERVATIONS - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }

    private static void assertSame(
            String name, Identifier[][] observations, IntUnaryOperator order, Map<Identifier, Integer> roots) {
        HeapIdentityStore store = new HeapIdentityStore();
        store.putRules("acme", new RulesInForce(1, RULES));
        Resolver resolver = new Resolver(new ProfileIds("a secret of the tests"));
        for (int offset = 0; offset < OBSERVATIONS; offset++) {
            List<Identifier> seen = Arrays.asList(observations[order.applyAsInt(offset)]);
            resolver.step(store, new LogEntry.Observe("acme", offset, START, new Observation("r", "p", START, seen)));
        }
        assertThat(groups(store, roots)).as(name).isEqualTo(new HashSet<>(roots.values()).size());
    }

    /** How many profiles there are, each of which is one component and each component one profile. */
    private static int groups(HeapIdentityStore store, Map<Identifier, Integer> roots) {
        Map<Integer, Long> profileOfRoot = new HashMap<>();
        Map<Long, Integer> rootOfProfile = new HashMap<>();
        roots.forEach((identifier, root) -> {
            long owner = store.owner("acme", identifier);
            Long profile = profileOfRoot.putIfAbsent(root, owner);
            Integer component = rootOfProfile.putIfAbsent(owner, root);
            if (owner == IdentityStore.NOBODY
                    || (profile != null && profile != owner)
                    || (component != null && !component.equals(root))) {
                throw new AssertionError("a profile is not one component");
            }
        });
        assertThat(store.owners("acme")).hasSameSizeAs(roots);
        return rootOfProfile.size();
    }
}
