package io.penstock.identity.core.quality;

import io.penstock.identity.core.HeapIdentityStore;
import io.penstock.identity.core.LogEntry;
import io.penstock.identity.core.Observation;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.Resolver;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Not a test: observations per CPU-second of the pure resolver, of its screening alone and of a bare union-find, one
 * thread, state in the heap. {@code ResolverThroughput [observations] [people]}. One run on a shared machine says an
 * order of magnitude, no more.
 */
public final class ResolverThroughput {
    private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");
    private static final int SLICES = 5;

    private ResolverThroughput() {}

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int people = args.length > 1 ? Integer.parseInt(args[1]) : count / 20;
        Crowd crowd = new Crowd(1, people, count);
        List<LogEntry> log = new ArrayList<>(count);
        for (long offset = 0; offset < count; offset++) {
            Observation observation =
                    new Observation("r", "p", START, crowd.next().identifiers());
            log.add(new LogEntry.Observe("w", offset, START, observation));
        }
        Resolver resolver = new Resolver(new ProfileIds("a secret of the measurement"));
        HeapIdentityStore store = new HeapIdentityStore();
        Components components = new Components();
        Rules rules = Rules.defaults();
        long[] sink = new long[1];
        for (int slice = 0; slice < SLICES; slice++) {
            List<LogEntry> part = log.subList(slice * (count / SLICES), (slice + 1) * (count / SLICES));
            long bare = cpu(() -> part.forEach(entry -> components.join(identifiers(entry))));
            long screening = cpu(() -> part.forEach(entry ->
                    sink[0] += rules.screen(identifiers(entry)).usable().size()));
            long[] changes = new long[1];
            long all = cpu(() -> part.forEach(
                    entry -> changes[0] += resolver.step(store, entry).size() > 1 ? 1 : 0));
            System.out.printf(
                    "slice %d: bare %,d  screening %,d  resolver %,d per CPU-second, ratio %.2f, %d %% with a decision%n",
                    slice + 1,
                    perSecond(part, bare),
                    perSecond(part, screening),
                    perSecond(part, all),
                    (double) bare / all,
                    100 * changes[0] / part.size());
        }
        System.out.printf("profiles: %,d (%d)%n", store.profiles("w").size(), sink[0]);
    }

    private static List<Identifier> identifiers(LogEntry entry) {
        return ((LogEntry.Observe) entry).observation().identifiers();
    }

    private static long perSecond(List<LogEntry> part, long nanos) {
        return part.size() * 1_000_000_000L / nanos;
    }

    private static long cpu(Runnable work) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before;
    }
}
