package io.penstock.webhook.core;

import java.util.concurrent.atomic.AtomicLong;

/** Counts since the start of the process. Thread-safe. */
public final class Tally {
    /** Authentic webhooks that are safe. */
    public final AtomicLong received = new AtomicLong();
    /** Webhooks without a valid signature. */
    public final AtomicLong refused = new AtomicLong();
    /** Authentic ones that were no event. */
    public final AtomicLong quarantined = new AtomicLong();
    /** Authentic ones that could not be kept, answered 503. */
    public final AtomicLong unavailable = new AtomicLong();
    /** Engagement rows in the lakehouse. */
    public final AtomicLong landedEvents = new AtomicLong();
    /** Outcome rows in the lakehouse. */
    public final AtomicLong landedDeliveries = new AtomicLong();
    /** Rows the lakehouse will never take. */
    public final AtomicLong unlandable = new AtomicLong();
    /** Commits. */
    public final AtomicLong merges = new AtomicLong();
}
