package io.penstock.transform.streams;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/** Reads the waiting room of the running stage. Safe from any thread. */
public final class WaitingLookup {
    private final Whereabouts whereabouts;

    /**
     * Look-ups in the tasks of one process.
     *
     * @param self this process as other replicas know it
     */
    public WaitingLookup(KafkaStreams streams, HostInfo self) {
        whereabouts = new Whereabouts(streams, self);
    }

    /**
     * One pipeline's records.
     *
     * @param oldest when the one that waits longest began
     * @param next when the next one is given up, or created
     */
    public record Line(long records, long people, Instant oldest, Instant next) {}

    /**
     * Everybody of this process.
     *
     * @param whole whether all records were looked at
     * @param elsewhere other replicas, each with records of its own
     */
    public record Waiting(Map<String, Line> pipelines, boolean whole, List<URI> elsewhere) {}

    /**
     * Counts, at most so many records.
     *
     * @throws InvalidStateStoreException while the stores cannot be read
     */
    public Waiting count(int most) {
        Map<String, Count> counts = new TreeMap<>();
        long seen = 0;
        boolean whole = true;
        try (var found =
                whereabouts.<WaitingRoom.Held>store(StateStores.WAITING).all()) {
            while (found.hasNext()) {
                if (seen++ == most) {
                    whole = false;
                    break;
                }
                var entry = found.next();
                counts.computeIfAbsent(entry.value.shaped().pipeline(), _ -> new Count())
                        .add(entry.key.split(StateStores.SEPARATOR, -1)[0], entry.value);
            }
        }
        Map<String, Line> lines = new LinkedHashMap<>();
        counts.forEach((pipeline, count) -> lines.put(pipeline, count.line()));
        List<URI> elsewhere = new ArrayList<>();
        whereabouts.others().forEach(host -> elsewhere.add(URI.create("http://" + host.host() + ":" + host.port())));
        return new Waiting(lines, whole, elsewhere);
    }

    /** The store is in order of profiles, so a person's records come one after the other. */
    private static final class Count {
        private long records;
        private long people;
        private String last;
        private Instant oldest = Instant.MAX;
        private Instant next = Instant.MAX;

        void add(String profileId, WaitingRoom.Held held) {
            records++;
            if (!profileId.equals(last)) {
                people++;
                last = profileId;
            }
            oldest = held.since().isBefore(oldest) ? held.since() : oldest;
            next = held.deadline().isBefore(next) ? held.deadline() : next;
        }

        Line line() {
            return new Line(records, people, oldest, next);
        }
    }
}
