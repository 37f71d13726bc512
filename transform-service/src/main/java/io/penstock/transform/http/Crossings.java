package io.penstock.transform.http;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What the crossings of a profile look like from outside. */
public sealed interface Crossings {
    /**
     * Here they are.
     *
     * @param crossings by pipeline and emit; empty if no rule ever saw the profile
     */
    record Here(String profileId, List<Crossing> crossings) implements Crossings {}

    /** Ask there: the survivor of a merge, or the replica that holds the profile. */
    record Elsewhere(URI address) implements Crossings {}

    /** Ask again later. */
    record Unavailable() implements Crossings {}

    /**
     * One rule.
     *
     * @param armed whether the next value beyond the level fires
     * @param asOf time of the value that decided it
     * @param value the last value; null if it is not known
     * @param beyondSince since when the value has been where it would fire, while it has to stay there; else null
     * @param firedAt time of the last event, or null
     */
    record Crossing(
            String pipeline,
            String emit,
            boolean armed,
            Instant asOf,
            BigDecimal value,
            Instant beyondSince,
            Instant firedAt) {}
}
