package io.penstock.delivery.core;

import java.time.Instant;
import java.util.function.Supplier;

/** One connection's claim on a budget that may be another one tomorrow. Not thread-safe. */
final class Claim {
    private final Supplier<RateBudget> budgets;
    private RateBudget joined;
    private double rate;
    private double share = 1;

    /**
     * @param budgets what requests are counted against now; asked at every use
     * @param rate requests per second of the whole connection, above 0
     */
    Claim(Supplier<RateBudget> budgets, double rate) {
        this.budgets = budgets;
        this.rate = rate;
    }

    boolean take(Instant now) {
        return budget(now).take(this, now);
    }

    /** When there will be something to take. */
    Instant next(Instant now) {
        return budget(now).next(this, now);
    }

    /** The destination said: too many. */
    void throttled(Instant now) {
        budget(now).throttled(now);
    }

    /** Nothing before then. */
    void hold(Instant until, Instant now) {
        budget(now).hold(until);
    }

    void rate(double perSecond, Instant now) {
        rate = perSecond;
        budget(now).join(this, rate, share, now);
    }

    /** @param part of the rate that is this worker's, in (0, 1] */
    void share(double part, Instant now) {
        share = part;
        budget(now).join(this, rate, share, now);
    }

    private RateBudget budget(Instant now) {
        RateBudget current = budgets.get();
        if (current != joined) {
            if (joined != null) {
                joined.leave(this, now);
            }
            current.join(this, rate, share, now);
            joined = current;
        }
        return joined;
    }
}
