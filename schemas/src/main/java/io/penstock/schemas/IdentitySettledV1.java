package io.penstock.schemas;

/**
 * What the log writers are told, so that records whose identifiers are settled need not pass the identity log again.
 * Travels in the partition of the records it is about, in the order of the identity log; {@code EPOCH} in all of them.
 *
 * @param partition of the records topic that the record came from; -1 for EPOCH
 * @param offset of the record in that partition; every earlier one of the workspace has been resolved too
 * @param fingerprint for SETTLED: 32 hexadecimal digits for each two of its identifiers as written, over workspace,
 *     version of the rules and both
 * @param profileId for SETTLED: the profile that has all of them
 * @param logOffset for SETTLED: the entry that settled them
 * @param epoch of the workspace; what an earlier one said about settled identifiers no longer holds
 */
public record IdentitySettledV1(
        String workspace,
        Kind kind,
        int partition,
        long offset,
        String fingerprint,
        String profileId,
        long logOffset,
        long epoch) {
    /** What is told. */
    public enum Kind {
        /** The record was resolved, and its identifiers can change nothing any more in this epoch. */
        SETTLED,
        /** Something was undone. */
        EPOCH
    }
}
