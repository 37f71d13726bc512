package io.penstock.databricks.sandbox.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The newest 1,000 statements, in memory. Thread-safe. */
public final class StatementHistory {
    private static final int MOST = 1_000;
    /** Characters. */
    private static final int LONGEST = 32_768;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** One statement as it came: parameters bound, unless that makes it longer than 32,768 characters. */
    public record Entry(UUID id, String text, Instant startedAt) {}

    /**
     * Notes a statement that begins.
     *
     * @param text with a question mark for each parameter
     * @param bound the same with the parameters in their places
     */
    public synchronized void started(UUID id, String text, String bound, Instant at) {
        if (entries.size() == MOST) {
            entries.removeLast();
        }
        entries.addFirst(new Entry(id, bound.length() <= LONGEST ? bound : text, at));
    }

    /** Newest first. */
    public synchronized List<Entry> newest(int most) {
        return entries.stream().limit(most).toList();
    }
}
