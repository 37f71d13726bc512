package io.penstock.identity.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Filters in front of the log, simulated: one lets an observation bypass the log if each two of its identifiers were
 * settled before in one observation, and all in one profile. What filters learn and that the epoch was raised reaches
 * them late, at random and each in its own time. Every bypassed observation, put into the log where its filter learned,
 * must change nothing and belong to the profile the filter sent it to. {@code -Dpenstock.identity.seeds=5000} for a
 * long run.
 */
class FilterSimulationTest {
    private static final int SEEDS = Integer.getInteger("penstock.identity.seeds", 200);

    @Test
    void theLogWithWhatBypassedItIsOneHistory() {
        long bypassed = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            bypassed += new Simulation(seed).run();
        }
        assertThat(bypassed).isGreaterThan(SEEDS);
    }

    private record Learned(String profileId, long offset, long epoch) {}

    private record Bypassed(LogEntry.Observe observation, Learned learned) {}

    /** What the resolver says to filters, in log order. */
    private sealed interface News {
        record Settled(Set<Identifier> identifiers, Learned learned) implements News {}

        record Epoch(long epoch) implements News {}
    }

    private static final class Filter {
        private final Deque<News> inbox = new ArrayDeque<>();
        private final Map<Set<Identifier>, Learned> known = new HashMap<>();
        private long epoch;

        void hear() {
            switch (inbox.remove()) {
                case News.Epoch(long raised) -> {
                    epoch = raised;
                    known.clear();
                }
                case News.Settled(Set<Identifier> identifiers, Learned learned) ->
                    pairs(identifiers).forEach(pair -> known.put(pair, learned));
            }
        }

        /** The latest of what was learned of them; null unless all of it is of one profile. */
        Learned together(List<Identifier> identifiers) {
            Learned latest = null;
            for (Set<Identifier> pair : pairs(identifiers)) {
                Learned learned = known.get(pair);
                if (learned == null || latest != null && !latest.profileId().equals(learned.profileId())) {
                    return null;
                }
                latest = latest == null || learned.offset() > latest.offset() ? learned : latest;
            }
            return latest;
        }

        /** Each two, or the only one. */
        private static Set<Set<Identifier>> pairs(Collection<Identifier> identifiers) {
            Set<Set<Identifier>> pairs = new HashSet<>();
            identifiers.forEach(one -> identifiers.forEach(other -> {
                if (!one.equals(other) || identifiers.size() == 1) {
                    pairs.add(new HashSet<>(List.of(one, other)));
                }
            }));
            return pairs;
        }
    }

    private static final class Simulation {
        private final int seed;
        private final Random random;
        private final RandomOrders orders;
        private final Rules rules;
        private final HeapIdentityStore store = new HeapIdentityStore();
        private final Resolver resolver = new Resolver(Fold.IDS);
        private final List<Filter> filters = List.of(new Filter(), new Filter(), new Filter());
        private final List<LogEntry> log = new ArrayList<>();
        private final List<Bypassed> bypassed = new ArrayList<>();
        private int folded;

        Simulation(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.orders = new RandomOrders(random);
            this.rules = orders.rules();
        }

        int run() {
            log.add(new LogEntry.Configure(Fold.WORKSPACE, 0, 1, rules));
            for (int step = 0; step < 400; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> observe(filters.get(random.nextInt(filters.size())));
                    case 4, 5, 6 -> fold();
                    case 7 -> {
                        if (random.nextInt(8) == 0) {
                            append(orders.order());
                        }
                    }
                    default -> hear(filters.get(random.nextInt(filters.size())));
                }
            }
            while (folded < log.size()) {
                fold();
            }
            checkOneHistory();
            return bypassed.size();
        }

        private void observe(Filter filter) {
            List<Identifier> seen = orders.identifiers(1 + random.nextInt(4));
            long offset = log.size();
            LogEntry.Observe entry = new LogEntry.Observe(
                    Fold.WORKSPACE,
                    offset,
                    Fold.START.plusSeconds(offset),
                    new Observation("r", "p", Fold.START, seen));
            Learned learned = filter.together(seen);
            if (learned == null || isForgotten(learned.profileId())) {
                log.add(entry);
            } else {
                bypassed.add(new Bypassed(entry, learned));
            }
        }

        /** The owner of an erased profile bounces what still comes to it. */
        private boolean isForgotten(String profileId) {
            return store.alias(Fold.WORKSPACE, profileId).isEmpty()
                    && store.profiles(Fold.WORKSPACE).values().stream()
                            .noneMatch(profile -> profile.id().equals(profileId));
        }

        private void append(Order order) {
            long offset = log.size();
            log.add(new LogEntry.Command(
                    Fold.WORKSPACE, offset, Fold.START.plusSeconds(offset), "command-" + offset, order));
        }

        private void fold() {
            if (folded == log.size()) {
                return;
            }
            LogEntry entry = log.get(folded++);
            long epoch = store.counters(Fold.WORKSPACE).epoch();
            for (Output output : resolver.step(store, entry)) {
                Optional<News> news = switch (output) {
                    case Output.EpochRaised(long raised) -> Optional.of(new News.Epoch(raised));
                    case Output.Event event
                    when event.settled() ->
                        Optional.of(new News.Settled(
                                Set.copyOf(event.seen()), new Learned(event.profileId(), entry.offset(), epoch)));
                    default -> Optional.empty();
                };
                news.ifPresent(it -> filters.forEach(filter -> filter.inbox.add(it)));
            }
        }

        private void hear(Filter filter) {
            if (!filter.inbox.isEmpty()) {
                filter.hear();
            }
        }

        private void checkOneHistory() {
            Map<Long, List<Bypassed>> after = new HashMap<>();
            bypassed.forEach(one -> after.computeIfAbsent(one.learned().offset(), _ -> new ArrayList<>())
                    .add(one));
            HeapIdentityStore recorded = new HeapIdentityStore();
            HeapIdentityStore whole = new HeapIdentityStore();
            for (LogEntry entry : log) {
                resolver.step(recorded, entry);
                resolver.step(whole, entry);
                for (Bypassed one : after.getOrDefault(entry.offset(), List.of())) {
                    assertThat(resolver.step(whole, one.observation()))
                            .as("seed " + seed + " after " + entry.offset())
                            .singleElement()
                            .isInstanceOfSatisfying(Output.Event.class, event -> {
                                assertThat(event.profileId())
                                        .isEqualTo(one.learned().profileId());
                                assertThat(event.change()).isEmpty();
                            });
                }
            }
            assertThat(recorded).isEqualTo(store);
            assertThat(whole).as("seed " + seed).isEqualTo(store);
            checkWithinTheEpoch();
        }

        /** What was learned since the last thing undone is still true, however many merges came after. */
        private void checkWithinTheEpoch() {
            long epoch = store.counters(Fold.WORKSPACE).epoch();
            for (Bypassed one : bypassed) {
                if (one.learned().epoch() != epoch) {
                    continue;
                }
                String id = one.learned().profileId();
                String live = store.alias(Fold.WORKSPACE, id).orElse(id);
                one.observation()
                        .observation()
                        .identifiers()
                        .forEach(identifier -> assertThat(
                                        store.profileId(Fold.WORKSPACE, store.owner(Fold.WORKSPACE, identifier)))
                                .as("seed " + seed)
                                .isEqualTo(live));
            }
        }
    }
}
