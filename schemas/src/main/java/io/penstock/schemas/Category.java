package io.penstock.schemas;

/** Who has to act on a failure, and whether a retry makes sense. */
public enum Category {
    /** Nothing failed. */
    NONE,
    /** The row itself: retrying the same row is pointless. */
    SOURCE_DATA,
    /** The project's files. */
    CONFIGURATION,
    /** The destination refused this record. */
    DESTINATION_REJECTED,
    /** The destination was away or overloaded. */
    DESTINATION_UNAVAILABLE,
    /** A fault of ours. */
    INTERNAL
}
