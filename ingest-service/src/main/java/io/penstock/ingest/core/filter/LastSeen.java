package io.penstock.ingest.core.filter;

import java.time.Instant;

/**
 * What is remembered of one source row.
 *
 * @param hash content hash, or null if the row was deleted
 * @param asOf as-of time of the last change passed on
 * @param run {@link RunName#stamp} of the run that saw it last, or 0 if that is not known
 */
public record LastSeen(String hash, Instant asOf, long run) {
    /** Whether the row is gone. */
    public boolean isDeleted() {
        return hash == null;
    }
}
