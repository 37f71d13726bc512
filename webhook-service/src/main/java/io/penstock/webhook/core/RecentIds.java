package io.penstock.webhook.core;

import java.util.LinkedHashSet;

/** The newest ids, so many of them; older ones are forgotten. Thread-safe. */
public final class RecentIds {
    private final int most;
    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    /** @param most ids remembered */
    public RecentIds(int most) {
        this.most = most;
    }

    public synchronized boolean holds(String id) {
        return ids.contains(id);
    }

    /** Remembers an id. */
    public synchronized void add(String id) {
        ids.add(id);
        if (ids.size() > most) {
            ids.removeFirst();
        }
    }
}
