package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * What the resolver decided, addressed to the owner of one profile.
 *
 * @param kind which of the fields below are set
 * @param identifiers all identifiers the profile has after this entry, if the entry changed them; else empty
 * @param epoch number of changes of the profile's identifier set so far, from 1; 0 if the entry did not change it
 * @param logOffset offset in the identity log that caused this; orders changes across profiles of a workspace
 * @param decisionId the decision that changed the identifier set, or null if nothing changed
 * @param absorbed for EVENT: the profiles that this very record made part of the profile; empty for most
 * @param splitInto for SPLIT_OFF: the profile that {@code moved} went to; it is addressed by an IDENTIFIERS of its own
 * @param moved for SPLIT_OFF: the identifiers that left; traits they carried go with them
 * @param mergedFrom all profiles that are part of the profile after this entry, if the entry changed it; else empty
 * @param by for EVENT: the strongest identifier of the record that the profile has
 * @param bypassed for an EVENT that did not pass the identity log: its origin; the owner may have to give it back
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
        List<IdentifierV1> moved,
        List<String> mergedFrom,
        IdentifierV1 by,
        IdentityLogEntryV1.Origin bypassed) {
    public IdentityChangeV1 {
        identifiers = identifiers == null ? List.of() : List.copyOf(identifiers);
        absorbed = absorbed == null ? List.of() : List.copyOf(absorbed);
        moved = moved == null ? List.of() : List.copyOf(moved);
        mergedFrom = mergedFrom == null ? List.of() : List.copyOf(mergedFrom);
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
