package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.List;

/** What a person or a program orders to be done to the graph. Identifiers as given, not yet normalised. */
public sealed interface Order {
    /** Both are one person, whatever limits and weakness say; lifts what kept their two profiles apart. */
    record Link(Identifier first, Identifier second) implements Order {}

    /**
     * Leaves its profile, which comes apart where only this held it together, and stays apart from what it was tied to.
     */
    record Unlink(Identifier identifier) implements Order {}

    /** These leave their profile together and stay apart from the rest. */
    record Split(List<Identifier> identifiers) implements Order {
        public Split {
            identifiers = List.copyOf(identifiers);
        }
    }

    /** Never one profile; if they are one now, the second is split off, with what is closer to it than to the first. */
    record CannotLink(Identifier first, Identifier second) implements Order {}

    /** Names nobody from now on; what only it had joined comes apart, as if it had never been seen. */
    record Block(Identifier identifier) implements Order {}

    /**
     * The person who has it is forgotten; only keyed hashes of the identifiers stay, so that a replay forgets again.
     */
    record Erase(Identifier identifier) implements Order {}
}
