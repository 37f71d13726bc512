package io.penstock.delivery.core;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/** Counts last words that are committed, by kind and code, since the start of the process. Thread-safe. */
public final class Tally {
    /** What is counted. */
    public record Line(Ending.Kind kind, String code) {}

    private final Map<Line, LongAdder> lines = new ConcurrentHashMap<>();
    private final BiConsumer<Line, LongAdder> onFirst;

    /** @param onFirst told once of every line when it is first counted; must be quick */
    public Tally(BiConsumer<Line, LongAdder> onFirst) {
        this.onFirst = onFirst;
    }

    /** Counts one. */
    public void add(Ending.Kind kind, String code) {
        lines.computeIfAbsent(new Line(kind, code), line -> {
                    LongAdder count = new LongAdder();
                    onFirst.accept(line, count);
                    return count;
                })
                .increment();
    }

    /** All of one kind. */
    public long total(Ending.Kind kind) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }
}
