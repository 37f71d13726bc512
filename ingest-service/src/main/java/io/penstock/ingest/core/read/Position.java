package io.penstock.ingest.core.read;

import java.time.Instant;

/**
 * How far a source was read.
 *
 * @param tableVersion version the last read was pinned to, or -1
 * @param watermark highest value of the watermark column seen in any row so far, or null
 */
public record Position(long tableVersion, Instant watermark) {
    /** Nothing read yet. */
    public static final Position START = new Position(-1, null);

    /** Whether nothing was read yet. */
    public boolean isStart() {
        return tableVersion < 0 && watermark == null;
    }

    /**
     * Whether the table was dropped and made anew since: its versions count from zero again, so nothing that is known
     * about the old one holds.
     */
    public boolean isAheadOf(Head head) {
        return head.isPinned() && tableVersion > head.version();
    }
}
