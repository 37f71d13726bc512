package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.SparkType;
import java.time.Duration;
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

    /**
     * Whether the table was dropped and made anew since: its versions count from zero again, so nothing that is known
     * about the old one holds.
     */
    public boolean isAheadOf(Head head) {
        return head.isPinned() && tableVersion > head.version();
    }

    /** The next read in row-version mode. */
    public ReadRange rowVersionRange(Head head) {
        return new ReadRange.ByRowVersion(tableVersion, head);
    }

    /**
     * The next read in watermark mode: from the highest value <em>seen</em> (never from a clock of ours), minus the
     * look-back for rows that were committed late, inclusive because the boundary's value may come again.
     */
    public ReadRange watermarkRange(String column, SparkType type, Duration lookback, Head head) {
        return new ReadRange.ByWatermark(column, type, watermark == null ? null : watermark.minus(lookback), head);
    }
}
