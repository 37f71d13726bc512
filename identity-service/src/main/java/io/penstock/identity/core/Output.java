package io.penstock.identity.core;

import java.util.List;
import java.util.Optional;

/** What one log entry makes known. In the order the resolver gives them. */
public sealed interface Output {
    /**
     * The observation belongs to this profile.
     *
     * @param profile as it is after the entry
     * @param decisionId the decision that changed its identifier set, if the entry did
     * @param absorbed profiles that the entry made part of it, oldest first
     */
    record Event(Profile profile, Optional<String> decisionId, List<String> absorbed) implements Output {
        public Event {
            absorbed = List.copyOf(absorbed);
        }
    }

    /** A profile became part of an older one; comes before the {@link Event} of the survivor. */
    record MergedAway(Profile absorbed, String survivorId, String decisionId) implements Output {}

    /** A decision to be kept. */
    record Decided(Decision decision) implements Output {}

    /**
     * The observation names nobody and is not resolved.
     *
     * @param reason for a person, without any value of the record
     */
    record Unidentified(String reason) implements Output {}
}
