package io.penstock.delivery.core;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The requests per second of one account, for all connections to it: the lowest of their rates holds, and what the
 * destination says about too many requests counts for all. Who asked in vain is served before who asks for the first
 * time, so that none is starved by another. Thread-safe; quick.
 */
public final class RateBudget {
    /** How long a turn is kept for somebody who does not come for it. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Map<Object, Double> rates = new HashMap<>();
    private final Map<Object, Instant> waiting = new LinkedHashMap<>();
    private TokenBucket bucket;

    /**
     * Takes part from now on, or with other figures than before.
     *
     * @param who the same object at every call
     * @param rate requests per second of the connection, above 0
     * @param share part of it that is this worker's, in (0, 1]
     */
    synchronized void join(Object who, double rate, double share, Instant now) {
        rates.put(who, rate * share);
        double lowest = rates.values().stream().mapToDouble(each -> each).min().orElseThrow();
        if (bucket == null) {
            bucket = new TokenBucket(lowest, now);
        } else {
            bucket.limit(lowest, now);
        }
    }

    /** Takes no part any more. */
    synchronized void leave(Object who, Instant now) {
        rates.remove(who);
        waiting.remove(who);
        rates.values().stream().mapToDouble(each -> each).min().ifPresent(lowest -> bucket.limit(lowest, now));
    }

    /** Takes a token, if there is one that nobody waits for. */
    synchronized boolean take(Object who, Instant now) {
        waiting.values().removeIf(due -> due.plus(PATIENCE).isBefore(now));
        int ahead = ahead(who);
        if (bucket.take(ahead, now)) {
            waiting.remove(who);
            return true;
        }
        waiting.putIfAbsent(who, bucket.next(ahead, now));
        return false;
    }

    /** When a token will be there. */
    synchronized Instant next(Object who, Instant now) {
        return bucket.next(ahead(who), now);
    }

    synchronized void throttled(Instant now) {
        bucket.throttled(now);
    }

    synchronized void hold(Instant until) {
        bucket.hold(until);
    }

    private int ahead(Object who) {
        int ahead = 0;
        for (Object other : waiting.keySet()) {
            if (other.equals(who)) {
                break;
            }
            ahead++;
        }
        return ahead;
    }
}
