package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An identifier a profile has.
 *
 * @param raw what the source wrote when it first came
 * @param firstSeen as-of time of the observation that brought it
 * @param lastSeen day (UTC midnight) of the newest observation that repeated it
 * @param source pipeline that brought it
 */
public record Known(Identifier identifier, String raw, Instant firstSeen, Instant lastSeen, String source) {
    /** As first brought by an observation. */
    static Known first(Identifier identifier, String raw, Observation observation) {
        return new Known(identifier, raw, observation.asOf(), day(observation.asOf()), observation.pipeline());
    }

    /** Seen again; the same instance if that was not on a later day. */
    Known seenAt(Instant asOf) {
        Instant day = day(asOf);
        return day.isAfter(lastSeen) ? new Known(identifier, raw, firstSeen, day, source) : this;
    }

    private static Instant day(Instant asOf) {
        return asOf.truncatedTo(ChronoUnit.DAYS);
    }
}
