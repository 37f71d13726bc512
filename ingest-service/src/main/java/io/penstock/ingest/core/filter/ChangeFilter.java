package io.penstock.ingest.core.filter;

import java.time.Instant;
import java.util.Objects;

/** Decides what one read is, given what was remembered of its row. */
public final class ChangeFilter {
    private ChangeFilter() {}

    /** What a read is. */
    public enum Verdict {
        /** New content, or gone: passes on. */
        CHANGED,
        /** The content that is already known, at the same or a newer time; the newer time is remembered. */
        UNCHANGED,
        /** Older than what is known: dropped, and nothing is remembered. */
        STALE
    }

    /**
     * Decides. Equal times with different content are a change: sources that stamp whole days correct themselves within
     * one.
     *
     * @param last what is remembered, or null
     * @param hash content of the read, null for DELETE
     */
    public static Verdict decide(LastSeen last, String hash, Instant asOf) {
        if (last == null) {
            return hash == null ? Verdict.UNCHANGED : Verdict.CHANGED;
        }
        if (asOf.isBefore(last.asOf())) {
            return Verdict.STALE;
        }
        return Objects.equals(last.hash(), hash) ? Verdict.UNCHANGED : Verdict.CHANGED;
    }
}
