package io.penstock.webhook.lakehouse;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as the engine reads them in JSON: ISO-8601 in UTC, microseconds at most. */
final class Timestamps {
    private Timestamps() {}

    /** Null stays null. */
    static String text(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MICROS).toString();
    }
}
