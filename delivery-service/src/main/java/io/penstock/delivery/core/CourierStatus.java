package io.penstock.delivery.core;

/**
 * How one destination stands.
 *
 * @param requestsInFlight requests without an answer
 * @param owed calls without a last word
 * @param retries calls sent again since the start
 * @param ambiguous calls sent since the start, on whose request no answer was read although it may have been acted on
 */
public record CourierStatus(int requestsInFlight, int owed, long retries, long ambiguous, BreakerState breaker) {}
