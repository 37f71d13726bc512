package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Sides of crossings per profile, pipeline and emit. One per task. */
final class SideStore {
    private final KeyValueStore<String, Side> store;

    SideStore(KeyValueStore<String, Side> store) {
        this.store = store;
    }

    Optional<Side> find(String profileId, String pipeline, String emit) {
        return Optional.ofNullable(store.get(key(profileId, pipeline, emit)));
    }

    void put(String profileId, String pipeline, String emit, Side side) {
        store.put(key(profileId, pipeline, emit), side);
    }

    /** Takes over a side of an absorbed profile: the newer of the two holds. */
    void merge(String profileId, TransformHandoverV1.Side came) {
        Side side = new Side(came.armed(), came.asOf());
        put(
                profileId,
                came.pipeline(),
                came.emit(),
                find(profileId, came.pipeline(), came.emit())
                        .map(own -> Side.merged(own, side))
                        .orElse(side));
    }

    /** Removes all sides of a profile and says what they were. */
    List<TransformHandoverV1.Side> takeAll(String profileId) {
        List<TransformHandoverV1.Side> sides = all(store, profileId);
        sides.forEach(side -> store.delete(key(profileId, side.pipeline(), side.emit())));
        return sides;
    }

    /** All sides of a profile, by pipeline and emit. */
    static List<TransformHandoverV1.Side> all(ReadOnlyKeyValueStore<String, Side> store, String profileId) {
        List<TransformHandoverV1.Side> sides = new ArrayList<>();
        try (var found = store.prefixScan(StateStores.prefix(profileId), new StringSerializer())) {
            found.forEachRemaining(entry -> {
                String[] parts = entry.key.split(StateStores.SEPARATOR, -1);
                sides.add(new TransformHandoverV1.Side(parts[1], parts[2], entry.value.armed(), entry.value.asOf()));
            });
        }
        return sides;
    }

    private static String key(String profileId, String pipeline, String emit) {
        return StateStores.prefix(profileId) + pipeline + StateStores.SEPARATOR + emit;
    }
}
