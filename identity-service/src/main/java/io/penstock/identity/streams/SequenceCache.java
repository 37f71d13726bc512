package io.penstock.identity.streams;

import java.util.HashMap;
import java.util.Map;

/**
 * What is known of profiles, by workspace and sequence, one place each: the newest wins. Belongs to one stream thread.
 */
final class SequenceCache<V> {
    private final long[] keys;
    private final Object[] values;
    private final Map<String, Long> workspaces = new HashMap<>();

    /** @param entries most values held, rounded down to a power of two */
    SequenceCache(int entries) {
        int places = Integer.highestOneBit(Math.max(1, entries));
        keys = new long[places];
        values = new Object[places];
    }

    /** Null if it is not known. */
    @SuppressWarnings("unchecked") // only put() puts values in
    V get(String workspace, long sequence) {
        long key = key(workspace, sequence);
        int place = place(key);
        return keys[place] == key ? (V) values[place] : null;
    }

    void put(String workspace, long sequence, V value) {
        long key = key(workspace, sequence);
        int place = place(key);
        keys[place] = key;
        values[place] = value;
    }

    void remove(String workspace, long sequence) {
        put(workspace, sequence, null);
    }

    /** Sequences stay far below 2^48, workspaces of a task below 2^15. */
    private long key(String workspace, long sequence) {
        Long number = workspaces.get(workspace);
        if (number == null) {
            number = (long) workspaces.size() + 1;
            workspaces.put(workspace, number);
        }
        return number << 48 | sequence;
    }

    private int place(long key) {
        return (int) ((key ^ key >>> 48) & keys.length - 1);
    }
}
