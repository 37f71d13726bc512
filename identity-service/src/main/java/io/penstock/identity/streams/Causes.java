package io.penstock.identity.streams;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The causes of entries that changed somebody, by log offset: what makes evidence readable. One that nobody rests on
 * any more is forgotten. Belongs to one stream thread.
 */
final class Causes {
    private final KeyValueStore<Bytes, byte[]> store;

    Causes(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void keep(String workspace, Cause cause) {
        store.put(StoreKeys.sequence(workspace, cause.logOffset()), cause.bytes());
    }

    void forget(String workspace, Set<Long> logOffsets) {
        logOffsets.forEach(offset -> store.delete(StoreKeys.sequence(workspace, offset)));
    }

    static Optional<Cause> find(byte[] stored) {
        return Optional.ofNullable(stored).map(Cause::read);
    }
}
