package io.penstock.delivery.core;

import java.time.Duration;

/**
 * Bounds of one destination's queue.
 *
 * @param rate requests per second of the whole connection, above 0
 * @param inFlight most requests at one time
 * @param probeEvery time between two probes while the breaker is open
 * @param giveUpAfter how long a call may go on failing for passing reasons
 */
public record QueueSettings(
        BatchLimits limits, double rate, int inFlight, Duration probeEvery, Duration giveUpAfter, RetrySchedule retry) {
    public QueueSettings {
        if (rate <= 0 || inFlight < 1) {
            throw new IllegalArgumentException(
                    "rate and requests in flight must be above 0, found " + rate + " and " + inFlight);
        }
    }
}
