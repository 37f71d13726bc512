package io.penstock.delivery.core;

/** Who goes first when there is more owed than may be sent. */
public enum Urgency {
    /** Something just became true. */
    LIVE,
    /** It has been true for long: a first read of a table, a replay. Goes when nothing live is ready. */
    BACKFILL
}
