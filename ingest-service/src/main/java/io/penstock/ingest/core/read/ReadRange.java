package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.SparkType;
import java.time.Instant;

/** What one run reads. */
public sealed interface ReadRange {
    /** The state of the source the read refers to. */
    Head head();

    /**
     * Rows last written after a commit.
     *
     * @param after version of the last commit already read, or -1 for all rows
     */
    record ByRowVersion(long after, Head head) implements ReadRange {}

    /**
     * Rows whose watermark column is at or after an instant.
     *
     * @param column the source's name of the column
     * @param type DATE, TIMESTAMP or TIMESTAMP_NTZ (whose wall clock is taken as UTC)
     * @param from inclusive, or null for all rows
     */
    record ByWatermark(String column, SparkType type, Instant from, Head head) implements ReadRange {}
}
