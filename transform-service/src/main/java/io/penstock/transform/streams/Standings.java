package io.penstock.transform.streams;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Where people stand, one person at a time: what a record changes is written when it ends, in one entry. Call
 * {@link #keep()} then, whatever became of the record: a call that has gone out must not be forgotten. One per task and
 * processor; nothing is remembered from one record to the next, since the task's other processors write there too.
 */
final class Standings {
    private final KeyValueStore<String, Standing> store;
    private final KeyValueStore<String, Person> persons;
    private final List<KeyValueStore<String, ?>> scattered;
    private final ScatteredStandings former;

    private String profileId;
    private Standing standing;
    private boolean moves;
    private Former anyFormer = Former.UNKNOWN;

    /** Whether versions before left anything. */
    private enum Former {
        UNKNOWN,
        SOME,
        NONE
    }

    Standings(ProcessorContext<String, Object> context) {
        store = context.getStateStore(StateStores.STANDINGS);
        persons = context.getStateStore(StateStores.PERSONS);
        scattered = List.of(
                context.getStateStore(StateStores.SIDES),
                context.getStateStore(StateStores.PRESENCE),
                context.getStateStore(StateStores.LEDGER));
        former = new ScatteredStandings(
                persons,
                context.getStateStore(StateStores.SIDES),
                context.getStateStore(StateStores.PRESENCE),
                context.getStateStore(StateStores.LEDGER));
    }

    /** Where that person stands; good until another one is asked for, or until it is kept. */
    Standing of(String wanted) {
        if (!wanted.equals(profileId)) {
            keep();
            standing = read(wanted);
            profileId = wanted;
        }
        return standing;
    }

    /** What is known of that profile. */
    Person person(String profileId) {
        return of(profileId).person();
    }

    /** Writes what has changed. */
    void keep() {
        String kept = profileId;
        profileId = null;
        if (kept == null) {
            return;
        }
        if (standing.hasChanged()) {
            store.put(kept, standing.isEmpty() ? null : standing);
        }
        if (moves) {
            forgetFormer(kept);
            moves = false;
        }
    }

    private Standing read(String wanted) {
        Standing known = store.get(wanted);
        if (known != null) {
            return known;
        }
        if (anyFormer == Former.UNKNOWN) {
            anyFormer = former.isEmpty() ? Former.NONE : Former.SOME;
        }
        if (anyFormer == Former.NONE) {
            return new Standing();
        }
        Standing found = former.find(wanted);
        moves = !found.isEmpty();
        return found;
    }

    private void forgetFormer(String moved) {
        if (persons.get(moved) != null) {
            persons.delete(moved);
        }
        for (KeyValueStore<String, ?> one : scattered) {
            List<String> keys = new ArrayList<>();
            try (var found = one.prefixScan(StateStores.prefix(moved), new StringSerializer())) {
                found.forEachRemaining(entry -> keys.add(entry.key));
            }
            keys.forEach(one::delete);
        }
    }
}
