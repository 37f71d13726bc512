package io.penstock.identity.core;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Not a test: observations per second of the pure resolver, one thread, state in the heap. {@code ResolverThroughput
 * [observations] [people]}. One run on a shared machine says an order of magnitude, no more.
 */
public final class ResolverThroughput {
    private ResolverThroughput() {}

    public static void main(String[] args) {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        int people = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
        Random random = new Random(1);
        List<LogEntry> log = new ArrayList<>(count);
        for (long offset = 0; offset < count; offset++) {
            log.add(new LogEntry.Observe(
                    Fold.WORKSPACE, offset, Fold.START, RandomPeople.observation(random, offset, people)));
        }
        Resolver resolver = new Resolver(Fold.IDS);
        HeapIdentityStore store = new HeapIdentityStore();
        int quarter = count / 4;
        long changes = 0;
        for (int q = 0; q < 4; q++) {
            long wall = System.nanoTime();
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            changes = 0;
            for (LogEntry entry : log.subList(q * quarter, (q + 1) * quarter)) {
                changes += resolver.step(store, entry).size() > 1 ? 1 : 0;
            }
            wall = System.nanoTime() - wall;
            cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
            System.out.printf(
                    "quarter %d: %,d obs/s wall, %,d obs per CPU-second, %d %% with a decision%n",
                    q + 1, quarter * 1_000_000_000L / wall, quarter * 1_000_000_000L / cpu, 100 * changes / quarter);
        }
        System.out.printf("profiles: %,d%n", store.profiles(Fold.WORKSPACE).size());
    }
}
