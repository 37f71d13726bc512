package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * What the resolver decided, addressed to the owner of one profile.
 *
 * @param kind EVENT: a record belongs to the profile; MERGED_AWAY: the profile became part of {@code mergedInto}
 * @param identifiers all identifiers the profile has after this entry
 * @param epoch number of changes of the profile's identifier set so far, from 1
 * @param logOffset offset in the identity log that caused this; orders changes across profiles of a workspace
 * @param decisionId the decision that changed the identifier set, or null if nothing changed
 * @param absorbed for EVENT: the profiles that this very record made part of the profile; empty for most
 */
public record IdentityChangeV1(
        String workspace,
        String profileId,
        Kind kind,
        List<ProfileV1.Known> identifiers,
        long epoch,
        long logOffset,
        Instant createdAt,
        String decisionId,
        RecordV1 record,
        String mergedInto,
        List<String> absorbed) {
    public IdentityChangeV1 {
        identifiers = List.copyOf(identifiers);
        absorbed = absorbed == null ? List.of() : List.copyOf(absorbed);
    }

    /** What the owner has to do. */
    public enum Kind {
        EVENT,
        MERGED_AWAY
    }
}
