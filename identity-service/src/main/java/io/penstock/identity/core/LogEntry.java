package io.penstock.identity.core;

import io.penstock.identity.core.rules.Rules;
import java.time.Instant;

/** One entry of a workspace's identity log. Everything that may change who is who is one of these. */
public sealed interface LogEntry {
    String workspace();

    /** Position in the log; rises with every entry of a workspace. */
    long offset();

    /**
     * Identifiers seen together.
     *
     * @param loggedAt time stamp of the entry itself; becomes the creation time of what it creates
     */
    record Observe(String workspace, long offset, Instant loggedAt, Observation observation) implements LogEntry {}

    /**
     * Rules for all later entries. Profiles that break the new rules already are left as they are.
     *
     * @param version a version that is not higher than the one in force is ignored, so announcing one twice is harmless
     */
    record Configure(String workspace, long offset, long version, Rules rules) implements LogEntry {}

    /**
     * An order. One that cannot be carried out (an identifier nobody has) changes nothing and is answered by a decision
     * that says so.
     *
     * @param commandId a second entry with the same id changes nothing
     */
    record Command(String workspace, long offset, Instant loggedAt, String commandId, Order order)
            implements LogEntry {}
}
