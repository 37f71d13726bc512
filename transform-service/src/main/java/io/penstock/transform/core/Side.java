package io.penstock.transform.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a person stands with one crossing rule, as its state store writes it.
 *
 * @param armed the next value beyond the level fires
 * @param asOf time of the value that decided it
 * @param value the last value; null if an older version of this service wrote the side
 * @param beyondSince since when the value has been where it would fire, while it has to stay there; else null
 * @param firedAt time of the last event, or null
 */
public record Side(boolean armed, Instant asOf, BigDecimal value, Instant beyondSince, Instant firedAt) {
    /**
     * The side that holds when two profiles become one: the newer one; of two equally new ones the one that is not
     * armed, because a second event is worse than a late one. The later of the two last events counts for both.
     */
    public static Side merged(Side left, Side right) {
        Side side = left.yieldsTo(right) ? right : left;
        return new Side(side.armed, side.asOf, side.value, side.beyondSince, later(left.firedAt, right.firedAt));
    }

    /** Whether the other one holds when two profiles become one. */
    public boolean yieldsTo(Side other) {
        int order = asOf.compareTo(other.asOf);
        return order < 0 || order == 0 && armed && !other.armed;
    }

    /** The same, but where the value is counts for nothing: it has to stay there from the next one on. */
    public Side withoutStay() {
        return new Side(armed, asOf, value, null, firedAt);
    }

    /** The value before the next one. */
    Optional<BigDecimal> before() {
        return Optional.ofNullable(value);
    }

    private static Instant later(Instant left, Instant right) {
        return left == null || right != null && right.isAfter(left) ? right : left;
    }
}
