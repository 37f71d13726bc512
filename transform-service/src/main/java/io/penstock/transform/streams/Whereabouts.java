package io.penstock.transform.streams;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Which replica holds a profile, and the stores of this one. Safe from any thread. */
final class Whereabouts {
    private final KafkaStreams streams;
    private final HostInfo self;

    Whereabouts(KafkaStreams streams, HostInfo self) {
        this.streams = streams;
        this.self = self;
    }

    /** Where to ask for a profile. */
    sealed interface Place {
        /** Here. */
        record Here() implements Place {}

        /** It became part of another profile; ask for that one. */
        record Alias(String survivor) implements Place {}

        /** Another replica holds it. */
        record Elsewhere(String host, int port) implements Place {}

        /** Nobody can say at the moment: the stage is starting or its tasks are moving. */
        record Unavailable() implements Place {}
    }

    /**
     * Finds a profile.
     *
     * @throws org.apache.kafka.streams.errors.InvalidStateStoreException while the stores cannot be read
     */
    Place find(String profileId) {
        KeyQueryMetadata owner = streams.queryMetadataForKey(StateStores.STANDINGS, profileId, new StringSerializer());
        HostInfo host = owner.activeHost();
        if (owner.equals(KeyQueryMetadata.NOT_AVAILABLE) || host.equals(HostInfo.unavailable())) {
            return new Place.Unavailable();
        }
        if (!host.equals(self)) {
            return new Place.Elsewhere(host.host(), host.port());
        }
        return standing(profileId)
                .person()
                .survivor()
                .<Place>map(Place.Alias::new)
                .orElseGet(Place.Here::new);
    }

    /** The other replicas. */
    List<HostInfo> others() {
        return streams.metadataForAllStreamsClients().stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(self) && !host.equals(HostInfo.unavailable()))
                .toList();
    }

    /** Where a person stands who is here. */
    Standing standing(String profileId) {
        return Optional.ofNullable(this.<Standing>store(StateStores.STANDINGS).get(profileId))
                .orElseGet(() -> new ScatteredStandings(
                                store(StateStores.PERSONS),
                                store(StateStores.SIDES),
                                store(StateStores.PRESENCE),
                                store(StateStores.LEDGER))
                        .find(profileId));
    }

    <V> ReadOnlyKeyValueStore<String, V> store(String name) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }
}
