package io.penstock.transform.streams;

import io.penstock.schemas.TransformHandoverV1;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** Reads the stores of the running stage. Safe from any thread. */
public final class CrossingLookup {
    private final Whereabouts whereabouts;

    /**
     * Look-ups in the tasks of one process.
     *
     * @param self this process as other replicas know it
     */
    public CrossingLookup(KafkaStreams streams, HostInfo self) {
        whereabouts = new Whereabouts(streams, self);
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
            return switch (whereabouts.find(profileId)) {
                case Whereabouts.Place.Here ignored -> new Answer.Sides(SideStore.all(whereabouts.standing(profileId)));
                case Whereabouts.Place.Alias(String survivor) -> new Answer.Alias(survivor);
                case Whereabouts.Place.Elsewhere(String host, int port) -> new Answer.Elsewhere(host, port);
                case Whereabouts.Place.Unavailable ignored -> new Answer.Unavailable();
            };
        } catch (InvalidStateStoreException e) {
            return new Answer.Unavailable();
        }
    }

    /** Records that wait in the tasks of this process; RocksDB's estimate. 0 while the stores cannot be read. */
    public long waiting() {
        try {
            return whereabouts.<WaitingRoom.Held>store(StateStores.WAITING).approximateNumEntries();
        } catch (InvalidStateStoreException e) {
            return 0;
        }
    }
}
