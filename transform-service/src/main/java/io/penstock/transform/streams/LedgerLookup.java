package io.penstock.transform.streams;

import io.penstock.schemas.IdentifierV1;
import io.penstock.transform.core.ledger.LedgerPage;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** Reads the ledger of the running stage. Safe from any thread. */
public final class LedgerLookup {
    private final Whereabouts whereabouts;

    /**
     * Look-ups in the tasks of one process.
     *
     * @param self this process as other replicas know it
     */
    public LedgerLookup(KafkaStreams streams, HostInfo self) {
        whereabouts = new Whereabouts(streams, self);
    }

    /** What one destination is known to have under one address. */
    public record Entry(String destination, IdentifierV1 address, LedgerPage page) {}

    /** What is known of a profile. */
    public sealed interface Answer {
        /** It is here. */
        record Here(List<Entry> entries) implements Answer {}

        /** It became part of another profile; ask for that one. */
        record Alias(String survivor) implements Answer {}

        /** Another replica holds it. */
        record Elsewhere(String host, int port) implements Answer {}

        /** Nobody can say at the moment. */
        record Unavailable() implements Answer {}
    }

    /** Looks a profile up. */
    public Answer find(String profileId) {
        try {
            return switch (whereabouts.find(profileId)) {
                case Whereabouts.Place.Here ignored -> new Answer.Here(entries(profileId));
                case Whereabouts.Place.Alias(String survivor) -> new Answer.Alias(survivor);
                case Whereabouts.Place.Elsewhere(String host, int port) -> new Answer.Elsewhere(host, port);
                case Whereabouts.Place.Unavailable ignored -> new Answer.Unavailable();
            };
        } catch (InvalidStateStoreException e) {
            return new Answer.Unavailable();
        }
    }

    private List<Entry> entries(String profileId) {
        List<Entry> entries = new ArrayList<>();
        whereabouts.standing(profileId).pages().all().forEach((name, page) -> {
            entries.add(new Entry(PageNames.destination(name), PageNames.address(name), page));
        });
        return entries;
    }
}
