package io.penstock.ingest.core.read;

/** How new rows are found. */
public enum ReadMode {
    /** By the version of the commit that last wrote a row. */
    ROW_VERSION,
    /** By a column whose value rises. */
    WATERMARK,
    /** By the table's change data feed. */
    CHANGE_FEED,
    /** By reading everything and comparing. */
    SNAPSHOT
}
