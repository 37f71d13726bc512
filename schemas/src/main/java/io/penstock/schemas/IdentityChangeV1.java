package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * What the resolver decided, addressed to the owner of one profile.
 *
 * @param kind which of the fields below are set
 * @param identifiers all identifiers the profile has after this entry; empty for MERGED_AWAY and ERASED
 * @param epoch number of changes of the profile's identifier set so far, from 1
 * @param logOffset offset in the identity log that caused this; orders changes across profiles of a workspace
 * @param decisionId the decision that changed the identifier set, or null if nothing changed
 * @param absorbed for EVENT: the profiles that this very record made part of the profile; empty for most
 * @param splitInto for SPLIT_OFF: the profile that {@code moved} went to; it is addressed by an IDENTIFIERS of its own
 * @param moved for SPLIT_OFF: the identifiers that left; traits they carried go with them
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
        List<String> absorbed,
        String splitInto,
        List<IdentifierV1> moved) {
    public IdentityChangeV1 {
        identifiers = List.copyOf(identifiers);
        absorbed = absorbed == null ? List.of() : List.copyOf(absorbed);
        moved = moved == null ? List.of() : List.copyOf(moved);
    }

    /** What the owner has to do. */
    public enum Kind {
        /** {@code record} belongs to the profile. */
        EVENT,
        /** The profile became part of {@code mergedInto}. */
        MERGED_AWAY,
        /** The identifiers of the profile changed without a record of its own. */
        IDENTIFIERS,
        /** {@code moved} left for {@code splitInto}. */
        SPLIT_OFF,
        /** The person is forgotten: nothing of the profile may stay. */
        ERASED
    }
}
