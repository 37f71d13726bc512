package io.penstock.transform.streams;

import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.schemas.TransformMergeV1.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Addresses of absorbed profiles per survivor, each a merge in some state. Bounded per person by the limit on merges in
 * {@code identity.yaml} and by the addresses of a profile. One per task.
 */
final class MergeStore {
    /** Where those stand that wait for something else than time. */
    private static final Instant NOT_DUE = Instant.parse("9999-01-01T00:00:00Z");

    private final KeyValueStore<String, Merge> store;
    private final KeyValueStore<String, String> deadlines;

    MergeStore(KeyValueStore<String, Merge> store, KeyValueStore<String, String> deadlines) {
        this.store = store;
        this.deadlines = deadlines;
    }

    /** A merge and the survivor it belongs to. */
    record Owned(String profileId, Merge merge) {}

    Optional<Merge> find(String profileId, String id) {
        return Optional.ofNullable(store.get(StateStores.prefix(profileId) + id));
    }

    List<Merge> all(String profileId) {
        return all(store, profileId);
    }

    /** Merges of one person, by id. */
    static List<Merge> all(ReadOnlyKeyValueStore<String, Merge> store, String profileId) {
        List<Merge> all = new ArrayList<>();
        try (var found = store.prefixScan(StateStores.prefix(profileId), new StringSerializer())) {
            found.forEachRemaining(entry -> all.add(entry.value));
        }
        return all;
    }

    /** Writes a merge in its newest form; one that can still go out stands in the order of time. */
    void put(String profileId, Merge merge) {
        find(profileId, merge.id()).ifPresent(old -> forgetDeadline(profileId, old));
        store.put(StateStores.prefix(profileId) + merge.id(), merge);
        if (MergeSteps.isOpen(merge)) {
            deadlines.put(deadlineKey(profileId, merge), "");
        }
    }

    void remove(String profileId, Merge merge) {
        forgetDeadline(profileId, merge);
        store.delete(StateStores.prefix(profileId) + merge.id());
    }

    /** Removes all merges of a person and says what they were. */
    List<Merge> takeAll(String profileId) {
        List<Merge> all = all(profileId);
        all.forEach(merge -> remove(profileId, merge));
        return all;
    }

    /** Merges whose hold is over, earliest first, at most so many. */
    List<Owned> due(Instant now, int most) {
        return until(deadlines, store, now, most);
    }

    /** Merges that can still go out, the next one first, at most so many. */
    static List<Owned> open(
            ReadOnlyKeyValueStore<String, String> deadlines, ReadOnlyKeyValueStore<String, Merge> store, int most) {
        return until(deadlines, store, NOT_DUE, most);
    }

    private static List<Owned> until(
            ReadOnlyKeyValueStore<String, String> deadlines,
            ReadOnlyKeyValueStore<String, Merge> store,
            Instant until,
            int most) {
        List<Owned> held = new ArrayList<>();
        try (var found = deadlines.range("", StateStores.padded(until.toEpochMilli() + 1))) {
            while (found.hasNext() && held.size() < most) {
                String[] parts = found.next().key.split(StateStores.SEPARATOR, -1);
                Merge merge = store.get(StateStores.prefix(parts[1]) + parts[2]);
                if (merge != null) { // a reader beside the task may see one store before the other
                    held.add(new Owned(parts[1], merge));
                }
            }
        }
        return held;
    }

    private void forgetDeadline(String profileId, Merge merge) {
        if (MergeSteps.isOpen(merge)) {
            deadlines.delete(deadlineKey(profileId, merge));
        }
    }

    private static String deadlineKey(String profileId, Merge merge) {
        Instant until = merge.state() == State.PENDING ? NOT_DUE : merge.until();
        return StateStores.padded(until.toEpochMilli())
                + StateStores.SEPARATOR
                + StateStores.prefix(profileId)
                + merge.id();
    }
}
