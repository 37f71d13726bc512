package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.List;

/**
 * What is remembered of an identifier outside of any profile. Kept under its {@link IdentifierHash}.
 *
 * @param incarnation how many profile ids founded by it are spent for good: {@link ProfileIds#of} with this number is
 *     either unused or belongs to the profile that has the identifier
 * @param refusedBy first half of the hash of each strongest identifier that it was not joined to, in the order they
 *     came; at most {@code rejectionsPerIdentifier}
 * @param apart what it must not be joined to while nobody has it; see {@link Known#apart()}
 */
public record Mark(Status status, int incarnation, List<Long> refusedBy, List<Identifier> apart) {
    /** Of an identifier that nothing is remembered of. */
    public static final Mark NONE = new Mark(Status.USABLE, 0, List.of(), List.of());

    public Mark {
        refusedBy = List.copyOf(refusedBy);
        apart = List.copyOf(apart);
    }

    /** What it may be used for. */
    public enum Status {
        USABLE,
        /** By command. */
        BLOCKED,
        /** By the fan-out guard. */
        QUARANTINED,
        /** Belonged to a person who was forgotten. */
        ERASED
    }

    Mark withStatus(Status changed) {
        return new Mark(changed, incarnation, refusedBy, apart);
    }

    Mark nextIncarnation() {
        return new Mark(status, incarnation + 1, refusedBy, apart);
    }

    Mark withRefusedBy(List<Long> changed) {
        return new Mark(status, incarnation, changed, apart);
    }

    Mark withApart(List<Identifier> changed) {
        return new Mark(status, incarnation, refusedBy, changed);
    }
}
