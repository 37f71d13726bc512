package io.penstock.schemas;

import java.util.List;

/**
 * A record on the person it belongs to.
 *
 * @param profileId the person, as known when the record passed the identity log
 * @param identifiers what was known of the person at that moment; {@code profiles} has what came later
 * @param logOffset offset of the record in the identity log; of one that did not need to pass it, the offset of the
 *     entry that settled its identifiers, so it may repeat
 * @param absorbed the profiles that this very record made part of the person; empty for most
 */
public record ResolvedV1(
        String profileId, List<IdentifierV1> identifiers, long logOffset, RecordV1 record, List<String> absorbed) {
    public ResolvedV1 {
        identifiers = List.copyOf(identifiers);
        absorbed = absorbed == null ? List.of() : List.copyOf(absorbed);
    }
}
