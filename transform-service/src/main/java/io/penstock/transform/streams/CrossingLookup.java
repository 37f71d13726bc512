package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import io.penstock.transform.core.Side;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the stores of the running stage. Safe from any thread. */
public final class CrossingLookup {
    private final KafkaStreams streams;
    private final HostInfo self;

    /**
     * Look-ups in the tasks of one process.
     *
     * @param self this process as other replicas know it
     */
    public CrossingLookup(KafkaStreams streams, HostInfo self) {
        this.streams = streams;
        this.self = self;
    }

    /** What is known of a profile's crossings. */
    public sealed interface Answer {
        /** Its sides. */
        record Sides(List<TransformHandoverV1.Side> sides) implements Answer {}

        /** It became part of another profile; ask for that one. */
        record Alias(String survivor) implements Answer {}

        /** Another replica holds it. */
        record Elsewhere(String host, int port) implements Answer {}

        /** Nobody can say at the moment: the stage is starting or its tasks are moving. */
        record Unavailable() implements Answer {}
    }

    /** Looks a profile up. */
    public Answer find(String profileId) {
        try {
            KeyQueryMetadata owner = streams.queryMetadataForKey(StateStores.SIDES, profileId, new StringSerializer());
            if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE)
                    || owner.activeHost().equals(HostInfo.unavailable())) {
                return new Answer.Unavailable();
            }
            if (!owner.activeHost().equals(self)) {
                return new Answer.Elsewhere(
                        owner.activeHost().host(), owner.activeHost().port());
            }
            Person person = this.<Person>store(StateStores.PERSONS).get(profileId);
            return Optional.ofNullable(person)
                    .flatMap(Person::survivor)
                    .<Answer>map(Answer.Alias::new)
                    .orElseGet(() -> new Answer.Sides(SideStore.all(this.<Side>store(StateStores.SIDES), profileId)));
        } catch (InvalidStateStoreException e) {
            return new Answer.Unavailable();
        }
    }

    /** Records that wait in the tasks of this process; RocksDB's estimate. 0 while the stores cannot be read. */
    public long waiting() {
        try {
            return this.<WaitingRoom.Held>store(StateStores.WAITING).approximateNumEntries();
        } catch (InvalidStateStoreException e) {
            return 0;
        }
    }

    private <V> ReadOnlyKeyValueStore<String, V> store(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }
}
