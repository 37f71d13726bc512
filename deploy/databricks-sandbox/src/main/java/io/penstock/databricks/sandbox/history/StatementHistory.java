package io.penstock.databricks.sandbox.history;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The newest 1,000 statements, in memory. Thread-safe. */
public final class StatementHistory {
    private static final int MOST = 1_000;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** One statement as it came, parameters bound. */
    public record Entry(UUID id, String text, Instant startedAt) {}

    /** Notes a statement that begins. */
    public synchronized void started(UUID id, String text, Instant at) {
        if (entries.size() == MOST) {
            entries.removeLast();
        }
        entries.addFirst(new Entry(id, text, at));
    }

    /** Newest first. */
    public synchronized List<Entry> newest(int most) {
        return entries.stream().limit(most).toList();
    }
}
