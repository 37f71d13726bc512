package io.penstock.transform.streams;

import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Whether a profile may have something in a store where nearly nobody has anything: every record of everybody asks, and
 * a look into the store takes longer than to ask here. Never says no of a profile that has something.
 *
 * <p>Counts per kind and place among 65,536, where a hash puts a profile: the memory is bounded, and where very many
 * have something the stores are asked as if this were not there. The counts are in memory alone and shared by the
 * processors of a task; one of them counts the stores when the task begins.
 */
final class Occupancy {
    private static final int PLACES = 1 << 16;

    private final KeyValueStore<Integer, Integer> counts;

    /** What is asked for. */
    enum Kind {
        /** Records that wait. */
        WAITING,
        /** Absorbed profiles whose state is awaited. */
        AWAITED,
        /** Events of crossings whose value has to stay. */
        STAYS
    }

    Occupancy(KeyValueStore<Integer, Integer> counts) {
        this.counts = counts;
    }

    /** Counts a kind by its deadlines: it has one for each entry, after which the profile is named. */
    void count(Kind kind, ReadOnlyKeyValueStore<String, String> deadlines) {
        try (var all = deadlines.all()) {
            all.forEachRemaining(entry -> entered(kind, entry.key.split(StateStores.SEPARATOR, 3)[1]));
        }
    }

    boolean mayHave(Kind kind, String profileId) {
        return counts.get(place(kind, profileId)) != null;
    }

    /** One more entry of the profile. */
    void entered(Kind kind, String profileId) {
        Integer before = counts.get(place(kind, profileId));
        counts.put(place(kind, profileId), before == null ? 1 : before + 1);
    }

    /** One less. */
    void left(Kind kind, String profileId) {
        Integer before = counts.get(place(kind, profileId));
        if (before != null) {
            counts.put(place(kind, profileId), before == 1 ? null : before - 1);
        }
    }

    private static int place(Kind kind, String profileId) {
        int hash = profileId.hashCode();
        return kind.ordinal() * PLACES + ((hash ^ hash >>> 16) & PLACES - 1);
    }
}
