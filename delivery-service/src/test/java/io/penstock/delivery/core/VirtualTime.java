package io.penstock.delivery.core;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only from one alarm to the next. */
final class VirtualTime implements InstantSource, Alarm {
    private record Ring(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Ring> rings =
            new PriorityQueue<>(Comparator.comparing(Ring::at).thenComparing(Ring::order));
    private Instant now = Instant.parse("2026-03-15T00:00:00Z");
    private long order;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void after(Duration wait, Runnable task) {
        rings.add(new Ring(now.plus(wait), order++, task));
    }

    /** Rings everything until nothing is left or the time is over. */
    void run(Duration most) {
        Instant end = now.plus(most);
        while (!rings.isEmpty() && !rings.peek().at.isAfter(end)) {
            Ring ring = rings.poll();
            now = ring.at;
            ring.task.run();
        }
        now = end;
    }
}
