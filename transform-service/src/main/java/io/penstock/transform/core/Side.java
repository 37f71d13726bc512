package io.penstock.transform.core;

import java.time.Instant;

/**
 * Where a person stands with one crossing rule.
 *
 * @param armed the next value beyond the level fires
 * @param asOf time of the value that decided it
 */
public record Side(boolean armed, Instant asOf) {
    /**
     * The side that holds when two profiles become one: the newer one; of two equally new ones the one that is not
     * armed, because a second event is worse than a late one.
     */
    public static Side merged(Side left, Side right) {
        int order = left.asOf().compareTo(right.asOf());
        if (order == 0) {
            return left.armed() ? right : left;
        }
        return order > 0 ? left : right;
    }
}
