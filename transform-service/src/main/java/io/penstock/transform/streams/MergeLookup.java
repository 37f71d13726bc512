package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.TransformMergeV1.Merge;
import io.penstock.transform.core.Pipelines;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** Reads the merges of the running stage. Safe from any thread. */
public final class MergeLookup {
    private final Whereabouts whereabouts;
    private final MergeRoles roles;

    /**
     * Look-ups in the tasks of one process.
     *
     * @param self this process as other replicas know it
     */
    public MergeLookup(KafkaStreams streams, HostInfo self, Pipelines pipelines) {
        whereabouts = new Whereabouts(streams, self);
        roles = new MergeRoles(pipelines);
    }

    /**
     * A merge as it stands.
     *
     * @param primary the address that survives, as things are now; empty if it is not known
     */
    public record Seen(
            String survivor, Merge merge, Optional<IdentifierV1> primary, Optional<IdentifierV1> secondary) {}

    /** What is known of merges. */
    public sealed interface Answer {
        /** They are here. */
        record Here(List<Seen> merges) implements Answer {}

        /** The person became part of another one; ask for that one. */
        record Alias(String survivor) implements Answer {}

        /** Another replica holds it. */
        record Elsewhere(String host, int port) implements Answer {}

        /** Nobody can say at the moment. */
        record Unavailable() implements Answer {}
    }

    /** Merges in the tasks of this process that can still go out, the next one first, at most so many. */
    public Answer open(int most) {
        try {
            return new Answer.Here(
                    MergeStore.open(
                                    whereabouts.store(StateStores.MERGE_DEADLINES),
                                    whereabouts.store(StateStores.MERGES),
                                    most)
                            .stream()
                            .map(owned -> seen(owned.profileId(), owned.merge()))
                            .sorted(Comparator.comparing(
                                    seen -> seen.merge().until())) // each task has an order of its own
                            .toList());
        } catch (InvalidStateStoreException e) {
            return new Answer.Unavailable();
        }
    }

    /** All merges of a person, whatever their state. */
    public Answer of(String profileId) {
        try {
            return switch (whereabouts.find(profileId)) {
                case Whereabouts.Place.Here ignored ->
                    new Answer.Here(MergeStore.all(whereabouts.<Merge>store(StateStores.MERGES), profileId).stream()
                            .map(merge -> seen(profileId, merge))
                            .toList());
                case Whereabouts.Place.Alias(String survivor) -> new Answer.Alias(survivor);
                case Whereabouts.Place.Elsewhere(String host, int port) -> new Answer.Elsewhere(host, port);
                case Whereabouts.Place.Unavailable ignored -> new Answer.Unavailable();
            };
        } catch (InvalidStateStoreException e) {
            return new Answer.Unavailable();
        }
    }

    /** The other replicas, each with merges of its own. */
    public List<URI> others() {
        return whereabouts.others().stream()
                .map(host -> URI.create("http://" + host.host() + ":" + host.port()))
                .toList();
    }

    private Seen seen(String survivor, Merge merge) {
        Standing standing = whereabouts.standing(survivor);
        Person person = standing.person();
        Optional<Presence> presence = standing.presences().find(merge.route().destination());
        Optional<IdentifierV1> primary = roles.primary(person, merge, presence);
        Optional<IdentifierV1> secondary = primary.filter(address -> address.equals(merge.address()))
                .map(address -> presence.flatMap(own -> own.newestBut(address)))
                .orElse(Optional.of(merge.address()));
        return new Seen(survivor, merge, primary, secondary);
    }
}
