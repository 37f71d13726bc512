package io.penstock.transform.streams;

import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Memory;
import io.penstock.transform.core.Remembered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What rules remember per profile, pipeline, emit and row: last values, and things a person belongs to. One per task
 * and processor.
 */
final class RuleMemory {
    private final KeyValueStore<String, Remembered> store;

    RuleMemory(KeyValueStore<String, Remembered> store) {
        this.store = store;
    }

    /** What the rules of a pipeline remember of a person. */
    Memory of(String profileId, String pipeline) {
        return new Memory() {
            @Override
            public Optional<Remembered> find(Place place) {
                return Optional.ofNullable(store.get(key(profileId, pipeline, place)));
            }

            @Override
            public Map<String, Remembered> rows(String emit) {
                Map<String, Remembered> rows = new LinkedHashMap<>();
                scan(key(profileId, pipeline, new Place(emit, "")), (parts, found) -> rows.put(parts[3], found));
                return rows;
            }
        };
    }

    /**
     * Remembers. That a row names nothing any more is remembered too, so that an older record of it changes nothing.
     */
    void put(String profileId, String pipeline, Memory.Place place, Remembered remembered) {
        store.put(key(profileId, pipeline, place), remembered);
    }

    /** Takes over what a rule of an absorbed profile remembers: the newer of the two holds. */
    void merge(String profileId, TransformHandoverV1.Remembered came) {
        Memory.Place place = new Memory.Place(came.emit(), came.row());
        Remembered theirs = new Remembered(came.asOf(), new TreeMap<>(came.values())).handedOver();
        put(
                profileId,
                came.pipeline(),
                place,
                of(profileId, came.pipeline())
                        .find(place)
                        .map(own -> Remembered.merged(own, theirs))
                        .orElse(theirs));
    }

    /** A relation that came to nothing is said again when its row names the thing again. */
    void heard(String profileId, OutcomeV1 outcome) {
        if (outcome.kind() != DeliveryV1.Kind.RELATE
                || outcome.status() == OutcomeV1.Status.ACCEPTED
                || outcome.rowKey() == null) {
            return;
        }
        Memory.Place place = new Memory.Place(outcome.emit(), outcome.rowKey());
        of(profileId, outcome.pipeline())
                .find(place)
                .ifPresent(known -> put(
                        profileId,
                        outcome.pipeline(),
                        place,
                        known.doubting(outcome.object().id())));
    }

    /** Forgets everything of a profile and says what it was. */
    List<TransformHandoverV1.Remembered> takeAll(String profileId) {
        List<TransformHandoverV1.Remembered> all = new ArrayList<>();
        scan(
                StateStores.prefix(profileId),
                (parts, found) -> all.add(new TransformHandoverV1.Remembered(
                        parts[1], parts[2], parts[3], found.asOf(), found.values())));
        all.forEach(one -> store.delete(key(profileId, one.pipeline(), new Memory.Place(one.emit(), one.row()))));
        return all;
    }

    private void scan(String prefix, BiConsumer<String[], Remembered> each) {
        try (var found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> each.accept(entry.key.split(StateStores.SEPARATOR, 4), entry.value));
        }
    }

    /** The row comes last, because nobody knows what is in its key. */
    private static String key(String profileId, String pipeline, Memory.Place place) {
        return StateStores.prefix(profileId)
                + pipeline
                + StateStores.SEPARATOR
                + place.emit()
                + StateStores.SEPARATOR
                + place.row();
    }
}
