package io.penstock.benchmarks.identity;

import io.penstock.benchmarks.figures.Statistics;
import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.local.story.Screen;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Observations per CPU-second of the thread that resolves, in steady state: a bare union-find over interned
 * identifiers, the resolver on maps, the resolver on the stores it has in the service. The same observations, one after
 * the other, in the same rounds.
 */
final class CoreBenchmark {
    private static final String WORKSPACE = "benchmark";
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final int WARMING = 8;
    private static final int CACHED = 1 << 20;

    private final Screen screen;
    private final int observations;
    private final int runs;

    CoreBenchmark(Screen screen, int observations, int runs) {
        this.screen = screen;
        this.observations = observations;
        this.runs = runs;
    }

    /** Observations per CPU-second each. */
    record Round(double bare, double heap, double stores) {
        double ratio() {
            return stores / bare;
        }
    }

    /**
     * @param known share of the measured observations that change nobody
     * @param idBytes on disk after compaction, per identifier: the index from identifier to profile
     * @param profileBytes likewise, the profiles without their evidence
     * @param evidenceBytes likewise, the evidence in the profiles
     */
    record Result(
            int observations,
            double known,
            List<Round> rounds,
            Round median,
            double ratio,
            int identifiers,
            double idBytes,
            double profileBytes,
            double evidenceBytes) {}

    Result run(Path folder) throws Exception {
        screen.heading(
                "Core: %,d observations, after %,d of the same people".formatted(observations, WARMING * observations));
        List<LogEntry> log = log();
        List<Round> rounds = new ArrayList<>();
        double known = 0;
        HeapIdentityStore maps = new HeapIdentityStore();
        StoresOnDisk.Size size = null;
        for (int run = 0; run <= runs; run++) {
            Components components = new Components();
            double bare = rate(
                    log,
                    entry -> components.join(
                            ((LogEntry.Observe) entry).observation().identifiers()));
            maps = new HeapIdentityStore();
            Fold heap = new Fold(maps);
            double onMaps = rate(log, heap);
            known = 1 - (double) heap.changing / observations;
            double onStores;
            try (StoresOnDisk stores = StoresOnDisk.open(folder.resolve("core-" + run), CACHED)) {
                onStores = rate(log, new Fold(stores.store()));
                size = stores.closeAndMeasure();
            }
            Round round = new Round(bare, onMaps, onStores);
            tell(run == 0 ? "warm-up" : "round " + run, round);
            if (run > 0) {
                rounds.add(round);
            }
        }
        return tell(result(known, rounds, maps, size));
    }

    private List<LogEntry> log() {
        int all = (WARMING + 1) * observations;
        Story story = Story.ofACrowd(Math.max(1, all * 3 / 100), all);
        List<LogEntry> log = new ArrayList<>(all);
        for (long offset = 0; offset < all; offset++) {
            log.add(new LogEntry.Observe(
                    WORKSPACE, offset, START, new Observation("r" + offset, "people", START, story.next())));
        }
        return log;
    }

    /** Resolves, and counts what changed somebody. */
    private static final class Fold implements Consumer<LogEntry> {
        private final Resolver resolver = new Resolver(new ProfileIds("a secret of the benchmark"));
        private final IdentityStore store;
        private int changing;

        Fold(IdentityStore store) {
            this.store = store;
        }

        @Override
        public void accept(LogEntry entry) {
            changing += resolver.step(store, entry).size() > 1 ? 1 : 0;
        }
    }

    /** Of the last part of the log; what comes before is work, too, but not counted. */
    private double rate(List<LogEntry> log, Consumer<LogEntry> work) {
        int first = WARMING * observations;
        log.subList(0, first).forEach(work);
        if (work instanceof Fold fold) {
            fold.changing = 0;
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        log.subList(first, log.size()).forEach(work);
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        return observations * 1e9 / cpu;
    }

    private Result result(double known, List<Round> rounds, HeapIdentityStore maps, StoresOnDisk.Size size) {
        Round median =
                new Round(median(rounds, Round::bare), median(rounds, Round::heap), median(rounds, Round::stores));
        int identifiers = maps.owners(WORKSPACE).size();
        long evidence = maps.profiles(WORKSPACE).values().stream()
                .flatMap(profile -> profile.identifiers().stream())
                .flatMap(one -> one.evidence().stream())
                .mapToLong(one -> bytes(one.with()))
                .sum();
        return new Result(
                observations,
                known,
                rounds,
                median,
                median(rounds, Round::ratio),
                identifiers,
                (double) size.ids() / identifiers,
                (double) (size.others() - evidence) / identifiers,
                (double) evidence / identifiers);
    }

    /** As it is stored: two texts with their lengths, a distance in the log of some two bytes, a kind. */
    private static long bytes(Identifier with) {
        return with.type().length() + with.value().length() + 2 + 3;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return Statistics.median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    private void tell(String name, Round round) {
        screen.say(String.format(
                Locale.ROOT,
                "%-8s  per CPU-second: bare union-find %,10.0f   resolver on maps %,9.0f   on its stores %,9.0f   ratio %.2f",
                name,
                round.bare(),
                round.heap(),
                round.stores(),
                round.ratio()));
    }

    private Result tell(Result result) {
        screen.point(String.format(
                Locale.ROOT,
                "medians: %.1f %% known; on its stores %,.0f per CPU-second, ratio to the bare union-find %.2f (aim: at least 0.3)",
                100 * result.known(),
                result.median().stores(),
                result.ratio()));
        screen.point(String.format(
                Locale.ROOT,
                "%,d identifiers, on disk after compaction %.0f bytes each: index %.0f, profiles %.0f (aim: at most 90); their evidence %.0f",
                result.identifiers(),
                result.idBytes() + result.profileBytes(),
                result.idBytes(),
                result.profileBytes(),
                result.evidenceBytes()));
        return result;
    }
}
