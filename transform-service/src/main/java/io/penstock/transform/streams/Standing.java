package io.penstock.transform.streams;

import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.LedgerPage;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Where one person stands: who it is, at crossings, with destinations, and in the ledger. It is one entry of one store,
 * because nearly every row and every outcome reads and writes some of each. For one thread.
 */
final class Standing {
    private static final int FORMAT = 1;

    /** The name of the only person. */
    private static final String SELF = "";

    private final Shelf<Person> persons = new Shelf<>(PersonalState::write, PersonalState::person);
    private final Shelf<Side> sides = new Shelf<>(PersonalState::write, PersonalState::side);
    private final Shelf<Presence> presences = new Shelf<>(PersonalState::write, PersonalState::presence);
    private final Shelf<LedgerPage> pages = new Shelf<>(LedgerState::write, LedgerState::page);

    static Serde<Standing> serde() {
        return StateBytes.serde(Standing::write, Standing::read);
    }

    /** What is known of the profile. */
    Person person() {
        return persons.find(SELF).orElse(Person.UNKNOWN);
    }

    void person(Person now) {
        persons.put(SELF, now);
    }

    /** By pipeline and emit. */
    Shelf<Side> sides() {
        return sides;
    }

    /** By destination. */
    Shelf<Presence> presences() {
        return presences;
    }

    /** By destination, address type and value. */
    Shelf<LedgerPage> pages() {
        return pages;
    }

    boolean isEmpty() {
        return persons.isEmpty() && sides.isEmpty() && presences.isEmpty() && pages.isEmpty();
    }

    boolean hasChanged() {
        return persons.hasChanged() || sides.hasChanged() || presences.hasChanged() || pages.hasChanged();
    }

    private static void write(StateOutput out, Standing standing) {
        out.octet(FORMAT);
        standing.persons.write(out);
        standing.sides.write(out);
        standing.presences.write(out);
        standing.pages.write(out);
    }

    private static Standing read(StateInput in) throws IOException {
        in.format(FORMAT);
        Standing standing = new Standing();
        standing.persons.read(in);
        standing.sides.read(in);
        standing.presences.read(in);
        standing.pages.read(in);
        return standing;
    }
}
