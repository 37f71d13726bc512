package io.penstock.ingest.core.read;

import java.time.Instant;

/**
 * Keeps the highest watermark of a run; starts at the last run's, because a late row never takes it back. One thread.
 */
public final class WatermarkSeen {
    private Instant highest;

    /** Starts at the last checkpoint's watermark, or at null. */
    public WatermarkSeen(Instant last) {
        highest = last;
    }

    /** Takes note of one row's value; null says nothing. */
    public void saw(Instant value) {
        if (value != null && (highest == null || value.isAfter(highest))) {
            highest = value;
        }
    }

    /** The highest so far, or null if no row had one. */
    public Instant highest() {
        return highest;
    }
}
