package io.penstock.ingest.core.change;

import java.util.Locale;

/** A contract's answer to one class of schema change. */
public enum Policy {
    ALLOW,
    FOLLOW,
    /** Keep the last value sent. */
    HOLD,
    QUARANTINE,
    PAUSE;

    /** As in the project files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
