package io.penstock.delivery.core;

/**
 * How one destination stands.
 *
 * @param requestsInFlight requests without an answer
 * @param owed calls without a last word
 * @param retries calls sent again since the start
 */
public record CourierStatus(int requestsInFlight, int owed, long retries, BreakerState breaker) {}
