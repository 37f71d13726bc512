package io.penstock.identity.core;

import java.time.Instant;

/**
 * Numbers of one workspace.
 *
 * @param lastSequence of the newest profile ever created, 0 if there was none
 * @param epoch raised by everything that undoes; see {@link Output.EpochRaised}
 * @param logTime highest time stamp of an entry so far, in whole hours; kept while a type has a window
 */
public record Counters(long lastSequence, long epoch, Instant logTime) {
    /** Before the first entry. */
    public static final Counters ZERO = new Counters(0, 0, Instant.EPOCH);
}
