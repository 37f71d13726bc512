package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;

/**
 * Why an identifier is where it is: it was seen together with a stronger one of the same profile, or tied to it by an
 * order.
 *
 * @param with the stronger one; the strongest of that observation unless what was between them has left the profile
 * @param logOffset position in the identity log; the decision {@code <workspace>:<logOffset>:0} names the record
 */
public record Evidence(Identifier with, long logOffset, Kind kind) {
    /** Where a tie comes from. */
    public enum Kind {
        SEEN,
        ORDERED
    }
}
