package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Events of crossings whose value has to stay where it is: one per profile, pipeline and emit, beside its side. One per
 * task.
 */
final class Stays {
    private final KeyValueStore<String, Stay> store;
    private final KeyValueStore<String, String> deadlines;

    private final Occupancy occupancy;

    Stays(KeyValueStore<String, Stay> store, KeyValueStore<String, String> deadlines, Occupancy occupancy) {
        this.store = store;
        this.deadlines = deadlines;
        this.occupancy = occupancy;
    }

    /**
     * A stay, as its state store writes it.
     *
     * @param delivery the event as it would have gone out when the stay began, with the time of its end
     * @param until when it ends by the clock, unless a row ends it
     */
    record Stay(DeliveryV1 delivery, Instant until) {}

    /** Whose stay it is. */
    record Place(String profileId, String pipeline, String emit, Stay stay) {}

    Optional<Stay> find(String profileId, String pipeline, String emit) {
        return occupancy.mayHave(Occupancy.Kind.STAYS, profileId)
                ? Optional.ofNullable(store.get(key(profileId, pipeline, emit)))
                : Optional.empty();
    }

    void put(String profileId, String pipeline, String emit, Stay stay) {
        take(profileId, pipeline, emit);
        String key = key(profileId, pipeline, emit);
        store.put(key, stay);
        deadlines.put(deadline(stay, key), "");
        occupancy.entered(Occupancy.Kind.STAYS, profileId);
    }

    /** Ends a stay and says what it was. */
    Optional<Stay> take(String profileId, String pipeline, String emit) {
        // Deleting what is not there would be a record in the changelog all the same.
        Optional<Stay> stay = find(profileId, pipeline, emit);
        stay.ifPresent(known -> {
            String key = key(profileId, pipeline, emit);
            store.delete(key);
            deadlines.delete(deadline(known, key));
            occupancy.left(Occupancy.Kind.STAYS, profileId);
        });
        return stay;
    }

    /** Stays that are over by the clock, earliest first, at most so many. */
    List<Place> due(Instant now, int most) {
        List<Place> due = new ArrayList<>();
        try (var found = deadlines.range("", StateStores.padded(now.toEpochMilli() + 1))) {
            while (found.hasNext() && due.size() < most) {
                String[] parts = found.next().key.split(StateStores.SEPARATOR, -1);
                due.add(new Place(
                        parts[1],
                        parts[2],
                        parts[3],
                        find(parts[1], parts[2], parts[3]).orElseThrow()));
            }
        }
        return due;
    }

    private static String deadline(Stay stay, String key) {
        return StateStores.padded(stay.until().toEpochMilli()) + StateStores.SEPARATOR + key;
    }

    private static String key(String profileId, String pipeline, String emit) {
        return StateStores.prefix(profileId) + pipeline + StateStores.SEPARATOR + emit;
    }
}
