package io.penstock.transform.streams;

import io.penstock.schemas.ShapedV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Records that cannot be addressed or classified yet, in order per profile, one store entry each so that no entry
 * grows. One per task and processor.
 */
final class WaitingRoom {
    private final KeyValueStore<String, Held> records;
    private final KeyValueStore<String, String> deadlines;
    private final Occupancy occupancy;

    WaitingRoom(KeyValueStore<String, Held> records, KeyValueStore<String, String> deadlines, Occupancy occupancy) {
        this.records = records;
        this.deadlines = deadlines;
        this.occupancy = occupancy;
    }

    /**
     * A record that waits, as its state store writes it.
     *
     * @param since when it began to wait; survives a merge
     * @param deadline when it is given up
     */
    record Held(ShapedV1 shaped, Instant since, Instant deadline) {}

    /** A place in line. */
    record Place(String profileId, long number, Held held) {}

    /** Appends a record to the line of its profile. */
    void add(String profileId, Held held) {
        List<Place> line = line(profileId);
        long number = line.isEmpty() ? 1 : line.getLast().number() + 1;
        records.put(key(profileId, number), held);
        deadlines.put(deadlineKey(profileId, number, held.deadline()), "");
        occupancy.entered(Occupancy.Kind.WAITING, profileId);
    }

    /** Everybody of a profile who waits, longest in line first. */
    List<Place> line(String profileId) {
        List<Place> line = new ArrayList<>();
        if (!occupancy.mayHave(Occupancy.Kind.WAITING, profileId)) {
            return line;
        }
        try (var found = records.prefixScan(StateStores.prefix(profileId), new StringSerializer())) {
            found.forEachRemaining(entry -> line.add(place(entry.key, entry.value)));
        }
        return line;
    }

    boolean isIn(Place place) {
        return records.get(key(place.profileId(), place.number())) != null;
    }

    /** Takes a record out of the line. */
    void remove(Place place) {
        if (records.delete(key(place.profileId(), place.number())) != null) {
            occupancy.left(Occupancy.Kind.WAITING, place.profileId());
        }
        deadlines.delete(
                deadlineKey(place.profileId(), place.number(), place.held().deadline()));
    }

    /**
     * Whose deadline has come, earliest first.
     *
     * @param most how many to return at most
     */
    List<Place> due(Instant now, int most) {
        List<Place> due = new ArrayList<>();
        try (var found = deadlines.range("", StateStores.padded(now.toEpochMilli() + 1))) {
            while (found.hasNext() && due.size() < most) {
                String[] parts = found.next().key.split(StateStores.SEPARATOR, -1);
                String key = parts[1] + StateStores.SEPARATOR + parts[2];
                due.add(place(key, records.get(key)));
            }
        }
        return due;
    }

    private static Place place(String key, Held held) {
        String[] parts = key.split(StateStores.SEPARATOR, -1);
        return new Place(parts[0], Long.parseLong(parts[1]), held);
    }

    private static String key(String profileId, long number) {
        return StateStores.prefix(profileId) + "%010d".formatted(number);
    }

    private static String deadlineKey(String profileId, long number, Instant deadline) {
        return StateStores.padded(deadline.toEpochMilli()) + StateStores.SEPARATOR + key(profileId, number);
    }
}
