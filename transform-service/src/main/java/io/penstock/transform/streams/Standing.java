package io.penstock.transform.streams;

import io.penstock.transform.core.Side;
import io.penstock.transform.core.ledger.LedgerPage;
import java.io.IOException;
import org.apache.kafka.common.serialization.Serde;

/**
 * Where one person stands: at crossings, with destinations, and in the ledger. It is one entry of one store, because
 * nearly every row and every outcome reads and writes some of each. For one thread.
 */
final class Standing {
    private static final int FORMAT = 1;

    private final Shelf<Side> sides = new Shelf<>(PersonalState::write, PersonalState::side);
    private final Shelf<Presence> presences = new Shelf<>(PersonalState::write, PersonalState::presence);
    private final Shelf<LedgerPage> pages = new Shelf<>(LedgerState::write, LedgerState::page);

    static Serde<Standing> serde() {
        return StateBytes.serde(Standing::write, Standing::read);
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
        return sides.isEmpty() && presences.isEmpty() && pages.isEmpty();
    }

    boolean hasChanged() {
        return sides.hasChanged() || presences.hasChanged() || pages.hasChanged();
    }

    private static void write(StateOutput out, Standing standing) {
        out.octet(FORMAT);
        standing.sides.write(out);
        standing.presences.write(out);
        standing.pages.write(out);
    }

    private static Standing read(StateInput in) throws IOException {
        in.format(FORMAT);
        Standing standing = new Standing();
        standing.sides.read(in);
        standing.presences.read(in);
        standing.pages.read(in);
        return standing;
    }
}
