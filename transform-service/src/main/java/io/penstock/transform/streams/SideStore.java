package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Sides of crossings per profile, pipeline and emit, and the events of values that have to stay. One per task. */
final class SideStore {
    private final KeyValueStore<String, Side> store;
    private final Stays stays;

    SideStore(KeyValueStore<String, Side> store, Stays stays) {
        this.store = store;
        this.stays = stays;
    }

    Stays stays() {
        return stays;
    }

    Optional<Side> find(String profileId, String pipeline, String emit) {
        return Optional.ofNullable(store.get(key(profileId, pipeline, emit)));
    }

    /** Writes a side; a value that does not stay has no event to wait for. */
    void put(String profileId, String pipeline, String emit, Side side) {
        store.put(key(profileId, pipeline, emit), side);
        if (side.beyondSince() == null) {
            stays.take(profileId, pipeline, emit);
        }
    }

    /** Takes over a side of an absorbed profile: the newer of the two holds. */
    void merge(String profileId, TransformHandoverV1.Side came) {
        Side side = new Side(came.armed(), came.asOf(), came.value(), came.beyondSince(), came.firedAt());
        Optional<Side> own = find(profileId, came.pipeline(), came.emit());
        if (came.event() != null && own.filter(here -> !here.yieldsTo(side)).isEmpty()) {
            stays.put(profileId, came.pipeline(), came.emit(), new Stays.Stay(came.event(), came.until()));
        }
        put(
                profileId,
                came.pipeline(),
                came.emit(),
                own.map(here -> Side.merged(here, side)).orElse(side));
    }

    /** Removes all sides of a profile and says what they were. */
    List<TransformHandoverV1.Side> takeAll(String profileId) {
        List<TransformHandoverV1.Side> sides = all(store, profileId);
        return sides.stream()
                .map(side -> {
                    store.delete(key(profileId, side.pipeline(), side.emit()));
                    return stays.take(profileId, side.pipeline(), side.emit())
                            .map(stay -> with(side, stay))
                            .orElse(side);
                })
                .toList();
    }

    /** All sides of a profile, by pipeline and emit. */
    static List<TransformHandoverV1.Side> all(ReadOnlyKeyValueStore<String, Side> store, String profileId) {
        List<TransformHandoverV1.Side> sides = new ArrayList<>();
        try (var found = store.prefixScan(StateStores.prefix(profileId), new StringSerializer())) {
            found.forEachRemaining(entry -> {
                String[] parts = entry.key.split(StateStores.SEPARATOR, -1);
                Side side = entry.value;
                sides.add(new TransformHandoverV1.Side(
                        parts[1],
                        parts[2],
                        side.armed(),
                        side.asOf(),
                        side.value(),
                        side.beyondSince(),
                        side.firedAt(),
                        null,
                        null));
            });
        }
        return sides;
    }

    private static TransformHandoverV1.Side with(TransformHandoverV1.Side side, Stays.Stay stay) {
        return new TransformHandoverV1.Side(
                side.pipeline(),
                side.emit(),
                side.armed(),
                side.asOf(),
                side.value(),
                side.beyondSince(),
                side.firedAt(),
                stay.delivery(),
                stay.until());
    }

    private static String key(String profileId, String pipeline, String emit) {
        return StateStores.prefix(profileId) + pipeline + StateStores.SEPARATOR + emit;
    }
}
