package io.penstock.transform.streams;

import io.penstock.schemas.TransformMergeV1.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** What destinations know of profiles. One per task. */
final class PresenceStore {
    private final ReadOnlyKeyValueStore<String, Presence> store;
    private final KeyValueStore<String, Presence> writable;

    PresenceStore(KeyValueStore<String, Presence> store) {
        this.store = store;
        writable = store;
    }

    private PresenceStore(ReadOnlyKeyValueStore<String, Presence> store) {
        this.store = store;
        writable = null;
    }

    /** For look-ups from other threads. */
    static PresenceStore readOnly(ReadOnlyKeyValueStore<String, Presence> store) {
        return new PresenceStore(store);
    }

    Optional<Presence> find(String profileId, String destination) {
        return Optional.ofNullable(store.get(key(profileId, destination)));
    }

    /** Changes what is known, beginning with nothing. */
    void update(String profileId, Route route, UnaryOperator<Presence> change) {
        Presence known = find(profileId, route.destination()).orElseGet(() -> Presence.at(route));
        writable.put(key(profileId, route.destination()), change.apply(known));
    }

    /** Changes what is known, if anything is; says whether that made a difference. */
    boolean change(String profileId, String destination, UnaryOperator<Presence> change) {
        Presence known = store.get(key(profileId, destination));
        Presence now = known == null ? null : change.apply(known);
        if (now == known) {
            return false;
        }
        writable.put(key(profileId, destination), now);
        return true;
    }

    /** Removes all that is known of a profile and says what it was. */
    List<Presence> takeAll(String profileId) {
        List<Presence> all = new ArrayList<>();
        try (var found = store.prefixScan(StateStores.prefix(profileId), new StringSerializer())) {
            found.forEachRemaining(entry -> all.add(entry.value));
        }
        all.forEach(presence -> writable.delete(key(profileId, presence.route().destination())));
        return all;
    }

    private static String key(String profileId, String destination) {
        return StateStores.prefix(profileId) + destination;
    }
}
