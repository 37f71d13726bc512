package io.penstock.customerio.sandbox.webhook;

import java.time.Duration;
import java.util.Set;

/**
 * When a webhook that was not taken is sent again (reference 7.1), with the vendor's hour scaled down. Doubling from
 * try to try, the ceiling of a day and the first wait of a minute for other failures are assumed.
 *
 * @param hour how long an hour lasts here
 */
public record RetrySchedule(Duration hour) {

    /** The outcome of a try that ended in a broken or refused connection. */
    static final int NO_CONNECTION = -1;
    /** The outcome of a try that got no answer within 4 s. */
    static final int TIMEOUT = 0;

    private static final Set<Integer> AN_HOUR =
            Set.of(400, 401, 402, 403, 404, 405, 410, 429, 500, 502, 521, NO_CONNECTION);
    private static final int MOST_DOUBLINGS = 16;
    private static final int HOURS_KEPT = 7 * 24;

    Duration wait(int failures, int outcome) {
        Duration first = AN_HOUR.contains(outcome) ? hour : hour.dividedBy(60);
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration day = hour.multipliedBy(24);
        return wait.compareTo(day) < 0 ? wait : day;
    }

    Duration expiry() {
        return hour.multipliedBy(HOURS_KEPT);
    }
}
