package io.penstock.benchmarks.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Without limits the fold gives the connected components, in whatever order the observations come.
 * {@code -Dpenstock.identity.observations=2000000} for a long run (4 GB of heap).
 */
class ConnectedComponentsTest {
    private static final int OBSERVATIONS = Integer.getInteger("penstock.identity.observations", 60_000);
    private static final Rules RULES = RuleSets.unlimited();
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void profilesAreTheConnectedComponentsForwardReversedAndShuffled() {
        Crowd crowd = new Crowd(7, Math.max(1000, OBSERVATIONS / 8), OBSERVATIONS);
        List<List<Identifier>> observations = new ArrayList<>(OBSERVATIONS);
        Components expected = new Components();
        for (int i = 0; i < OBSERVATIONS; i++) {
            List<Identifier> usable = RULES.screen(crowd.next().identifiers()).usable().stream()
                    .map(one -> one.identifier())
                    .toList();
            if (!usable.isEmpty()) {
                observations.add(usable);
                expected.join(usable);
            }
        }
        Map<Identifier, Integer> roots = expected.roots();
        assertSame(observations, roots);
        assertSame(observations.reversed(), roots);
        Collections.shuffle(observations, new Random(8));
        assertSame(observations, roots);
    }

    private static void assertSame(List<List<Identifier>> observations, Map<Identifier, Integer> roots) {
        HeapIdentityStore store = new HeapIdentityStore();
        store.putRules("acme", new RulesInForce(1, RULES));
        Resolver resolver = new Resolver(new ProfileIds("a secret of the tests"));
        long offset = 0;
        for (List<Identifier> seen : observations) {
            Observation observation = new Observation("r", "p", START, seen);
            resolver.step(store, new LogEntry.Observe("acme", offset++, START, observation));
        }
        Map<Identifier, Long> owners = store.owners("acme");
        assertThat(owners.keySet()).isEqualTo(roots.keySet());
        Map<Integer, Long> profileOfRoot = new HashMap<>();
        Map<Long, Integer> rootOfProfile = new HashMap<>();
        roots.forEach((identifier, root) -> {
            long owner = owners.get(identifier);
            assertThat(profileOfRoot.putIfAbsent(root, owner)).isIn(null, owner);
            assertThat(rootOfProfile.putIfAbsent(owner, root)).isIn(null, root);
        });
    }
}
