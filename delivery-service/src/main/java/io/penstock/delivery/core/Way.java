package io.penstock.delivery.core;

/**
 * How a call travels. Calls of one way may share a request, calls of two ways never do.
 *
 * @param name as the destination knows it
 * @param most calls in one request, at least 1
 */
public record Way(String name, int most) {
    /** Where there is only one way: as many together as fit. */
    public static final Way BATCH = new Way("batch", Integer.MAX_VALUE);
}
