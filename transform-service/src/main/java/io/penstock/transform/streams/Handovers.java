package io.penstock.transform.streams;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Per survivor, the absorbed profiles whose state is still on its way, and those whose state came before the record
 * that says so. What came early is kept without a deadline: the limit on merges of a profile bounds it. One per task.
 */
final class Handovers {
    private final KeyValueStore<String, Expected> store;
    private final KeyValueStore<String, String> deadlines;

    private final Occupancy occupancy;

    Handovers(KeyValueStore<String, Expected> store, KeyValueStore<String, String> deadlines, Occupancy occupancy) {
        this.store = store;
        this.deadlines = deadlines;
        this.occupancy = occupancy;
    }

    /**
     * What a survivor expects, as its state store writes it.
     *
     * @param awaited absorbed profiles, and until when their state is awaited
     * @param arrived absorbed profiles whose state came early
     */
    record Expected(SortedMap<String, Instant> awaited, SortedSet<String> arrived) {
        Expected {
            awaited = new TreeMap<>(awaited);
            arrived = new TreeSet<>(arrived);
        }

        static Expected nothing() {
            return new Expected(new TreeMap<>(), new TreeSet<>());
        }
    }

    /** Whether the state of somebody the profile absorbed is missing, so that its records have to wait. */
    boolean isAwaited(String profileId) {
        return occupancy.mayHave(Occupancy.Kind.AWAITED, profileId)
                && !find(profileId).awaited().isEmpty();
    }

    /** The profile absorbed these. A repeat changes nothing while the state is awaited. */
    void expect(String profileId, Collection<String> absorbed, Instant deadline) {
        if (absorbed.isEmpty()) {
            return;
        }
        Expected expected = find(profileId);
        for (String from : absorbed) {
            boolean isNews = !from.equals(profileId)
                    && !expected.arrived().remove(from)
                    && expected.awaited().putIfAbsent(from, deadline) == null;
            if (isNews) {
                deadlines.put(key(deadline, profileId, from), "");
                occupancy.entered(Occupancy.Kind.AWAITED, profileId);
            }
        }
        keep(profileId, expected);
    }

    /**
     * The state of these is complete.
     *
     * @return whether that ends the wait
     */
    boolean arrive(String profileId, Collection<String> done) {
        if (done.isEmpty()) {
            return false;
        }
        Expected expected = find(profileId);
        boolean waited = !expected.awaited().isEmpty();
        for (String from : done) {
            Instant deadline = expected.awaited().remove(from);
            if (deadline == null) {
                expected.arrived().add(from);
            } else {
                noLongerDue(deadline, profileId, from);
            }
        }
        keep(profileId, expected);
        return waited && expected.awaited().isEmpty();
    }

    /** Removes what a profile expects and says what it was. */
    Expected takeAll(String profileId) {
        Expected expected = find(profileId);
        expected.awaited().forEach((from, deadline) -> noLongerDue(deadline, profileId, from));
        store.delete(profileId);
        return expected;
    }

    /**
     * Stops to await what has not come in time, earliest first.
     *
     * @param most how many absorbed profiles at most
     * @return survivors whose wait that ends
     */
    List<String> giveUp(Instant now, int most) {
        List<String> due = new ArrayList<>();
        try (var found = deadlines.range("", StateStores.padded(now.toEpochMilli() + 1))) {
            while (found.hasNext() && due.size() < most) {
                due.add(found.next().key);
            }
        }
        List<String> over = new ArrayList<>();
        for (String key : due) {
            String[] parts = key.split(StateStores.SEPARATOR, -1);
            Expected expected = find(parts[1]);
            expected.awaited().remove(parts[2]);
            deadlines.delete(key);
            occupancy.left(Occupancy.Kind.AWAITED, parts[1]);
            keep(parts[1], expected);
            if (expected.awaited().isEmpty()) {
                over.add(parts[1]);
            }
        }
        return over;
    }

    private void noLongerDue(Instant deadline, String profileId, String from) {
        deadlines.delete(key(deadline, profileId, from));
        occupancy.left(Occupancy.Kind.AWAITED, profileId);
    }

    private Expected find(String profileId) {
        Expected known = store.get(profileId);
        return known == null ? Expected.nothing() : known;
    }

    private void keep(String profileId, Expected expected) {
        if (expected.awaited().isEmpty() && expected.arrived().isEmpty()) {
            store.delete(profileId);
        } else {
            store.put(profileId, expected);
        }
    }

    private static String key(Instant deadline, String profileId, String from) {
        return StateStores.padded(deadline.toEpochMilli())
                + StateStores.SEPARATOR
                + StateStores.prefix(profileId)
                + from;
    }
}
