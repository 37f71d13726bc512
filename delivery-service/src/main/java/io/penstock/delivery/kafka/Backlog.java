package io.penstock.delivery.kafka;

import java.util.Map;

/**
 * What destinations that are slow or stopped have left for later. Names are those of connections.
 *
 * @param setAside calls that were read and not kept in memory, by destination; they are read again when there is room
 * @param heldPartitions partitions that are not read on because a call to this destination is too far behind, by
 *     destination; calls to others that come after it wait too
 * @param holds how often since the start of the process a partition began to wait so
 */
public record Backlog(Map<String, Long> setAside, Map<String, Long> heldPartitions, long holds) {
    static final Backlog NONE = new Backlog(Map.of(), Map.of(), 0);

    public Backlog {
        setAside = Map.copyOf(setAside);
        heldPartitions = Map.copyOf(heldPartitions);
    }
}
