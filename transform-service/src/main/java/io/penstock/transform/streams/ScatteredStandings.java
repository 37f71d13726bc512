package io.penstock.transform.streams;

import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.LedgerPage;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Standings as versions up to November 2026 kept them: each part in a store of its own, under the profile id and, but
 * for the person, its name. Nobody adds to them any more.
 */
final class ScatteredStandings {
    private final ReadOnlyKeyValueStore<String, Person> persons;
    private final ReadOnlyKeyValueStore<String, Side> sides;
    private final ReadOnlyKeyValueStore<String, Presence> presences;
    private final ReadOnlyKeyValueStore<String, LedgerPage> pages;

    ScatteredStandings(
            ReadOnlyKeyValueStore<String, Person> persons,
            ReadOnlyKeyValueStore<String, Side> sides,
            ReadOnlyKeyValueStore<String, Presence> presences,
            ReadOnlyKeyValueStore<String, LedgerPage> pages) {
        this.persons = persons;
        this.sides = sides;
        this.presences = presences;
        this.pages = pages;
    }

    /** Whether nobody is left there. */
    boolean isEmpty() {
        return isEmpty(persons) && isEmpty(sides) && isEmpty(presences) && isEmpty(pages);
    }

    /** All of a person; counts as changed if it is anything. */
    Standing find(String profileId) {
        Standing standing = new Standing();
        Person person = persons.get(profileId);
        if (person != null) {
            standing.person(person);
        }
        scan(sides, profileId, standing.sides()::put);
        scan(presences, profileId, standing.presences()::put);
        scan(pages, profileId, standing.pages()::put);
        return standing;
    }

    private static boolean isEmpty(ReadOnlyKeyValueStore<String, ?> store) {
        try (var all = store.all()) {
            return !all.hasNext();
        }
    }

    private static <V> void scan(ReadOnlyKeyValueStore<String, V> store, String profileId, BiConsumer<String, V> each) {
        String prefix = StateStores.prefix(profileId);
        try (var found = store.prefixScan(prefix, new StringSerializer())) {
            found.forEachRemaining(entry -> each.accept(entry.key.substring(prefix.length()), entry.value));
        }
    }
}
