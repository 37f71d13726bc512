package io.penstock.webhook.core;

import java.util.concurrent.atomic.AtomicLong;

/** Counts since the start of the process. Thread-safe. */
public final class Tally {
    /** Authentic webhooks that are safe. */
    public final AtomicLong received = new AtomicLong();
    /** Webhooks without a valid signature. */
    public final AtomicLong refused = new AtomicLong();
    /** Refused ones since the last authentic one: a wrong key of ours, or somebody who tries. */
    public final AtomicLong refusedInARow = new AtomicLong();
    /** Authentic ones that were no event. */
    public final AtomicLong quarantined = new AtomicLong();
    /** Authentic ones that could not be kept, answered 503. */
    public final AtomicLong unavailable = new AtomicLong();
    /** Collected first-party messages that are safe. */
    public final AtomicLong collected = new AtomicLong();
    /** Collected messages that no pipeline reads, answered 503. */
    public final AtomicLong unrouted = new AtomicLong();
    /** Engagement rows in the lakehouse. */
    public final AtomicLong landedEvents = new AtomicLong();
    /** Outcome rows in the lakehouse. */
    public final AtomicLong landedDeliveries = new AtomicLong();
    /** Decisions in the lakehouse. */
    public final AtomicLong landedDecisions = new AtomicLong();
    /** States of profiles in the lakehouse. */
    public final AtomicLong landedProfiles = new AtomicLong();
    /** Calls, each with what it said, in the lakehouse. */
    public final AtomicLong landedCalls = new AtomicLong();
    /** Rows the lakehouse will never take. */
    public final AtomicLong unlandable = new AtomicLong();
    /** Commits. */
    public final AtomicLong merges = new AtomicLong();
}
