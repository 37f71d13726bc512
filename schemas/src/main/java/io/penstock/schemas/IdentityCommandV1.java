package io.penstock.schemas;

import java.util.List;

/**
 * An order to change who is who, given by a person or a program. Travels in the identity log, so a replay meets it at
 * the same place.
 *
 * @param commandId chosen by whoever gives the order; the same id twice has the effect of one
 * @param kind which of the identifiers below are set
 * @param first for every kind but SPLIT
 * @param second for LINK and CANNOT_LINK
 * @param identifiers for SPLIT: what leaves the profile together
 * @param author who gave the order, for the audit
 * @param reason in the author's words; must not name a person
 */
public record IdentityCommandV1(
        String commandId,
        Kind kind,
        IdentifierV1 first,
        IdentifierV1 second,
        List<IdentifierV1> identifiers,
        String author,
        String reason) {
    public IdentityCommandV1 {
        identifiers = identifiers == null ? List.of() : List.copyOf(identifiers);
    }

    /** What is ordered. */
    public enum Kind {
        /** {@code first} and {@code second} are one person, whatever the limits say; lifts a CANNOT_LINK of the two. */
        LINK,
        /** {@code first} leaves its profile and stays apart from what it was tied to. */
        UNLINK,
        /** {@code identifiers} leave their profile together and stay apart from the rest. */
        SPLIT,
        /** {@code first} and {@code second} must never be one profile; if they are, {@code second} is split off. */
        CANNOT_LINK,
        /** {@code first} names nobody, now and later; what only it had joined comes apart. */
        BLOCK,
        /** The person who has {@code first} is forgotten. */
        ERASE
    }
}
