package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.SparkType;
import java.time.Instant;
import java.util.List;

/** What one read reads. Column names are the source's. */
public sealed interface ReadRange {
    /** The state of the source the read refers to. */
    Head head();

    /**
     * Rows last written after a commit.
     *
     * @param after version of the last commit already read, or -1 for all rows
     * @param page null for all of them
     */
    record ByRowVersion(long after, Head head, Page page) implements ReadRange {}

    /**
     * Rows whose watermark column is at or after an instant; of several rows with one key only the one with the highest
     * watermark.
     *
     * @param column the watermark column
     * @param type DATE, TIMESTAMP or TIMESTAMP_NTZ (whose wall clock is taken as UTC)
     * @param from inclusive, or null for all rows
     * @param key columns that name a row; empty if nothing does
     * @param page null for all of them
     */
    record ByWatermark(String column, SparkType type, Instant from, Head head, List<String> key, Page page)
            implements ReadRange {
        public ByWatermark {
            key = List.copyOf(key);
        }
    }

    /**
     * Every row of the head.
     *
     * @param page null for all of them
     */
    record Whole(Head head, Page page) implements ReadRange {}

    /**
     * What the table's change data feed says of the commits from one to another, both included: rows in the order of
     * their commits, of an update only what came of it. The commits between must have one schema.
     *
     * @param head pinned to the last of them
     * @param key columns that name a row, under the names they have there. With them, the old key of an update that
     *     changed it comes as a deleted row; without them (empty) nothing tells of it
     */
    record Changes(long from, Head head, List<String> key) implements ReadRange {
        public Changes {
            key = List.copyOf(key);
        }

        /** Of a source whose rows never change their key. */
        public Changes(long from, Head head) {
            this(from, head, List.of());
        }
    }

    /**
     * Keys of an older version that the head no longer has: rows with the key columns only, all deleted.
     *
     * @param since the older version
     * @param key columns that name a row, under the names they have at the head
     * @param keyThen the same columns under the names they had at the older version
     */
    record Gone(long since, Head head, List<String> key, List<String> keyThen) implements ReadRange {
        public Gone {
            key = List.copyOf(key);
            keyThen = List.copyOf(keyThen);
        }
    }
}
