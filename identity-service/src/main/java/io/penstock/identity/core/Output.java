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
     * @param settled whether the same identifiers can change nothing any more until something is undone: every one was
     *     accepted, and no limit of theirs has a window or evicts
     */
    record Event(Profile profile, Optional<String> decisionId, List<String> absorbed, boolean settled)
            implements Output {
        public Event {
            absorbed = List.copyOf(absorbed);
        }
    }

    /** A profile became part of an older one; comes before the {@link Event} of the survivor. */
    record MergedAway(Profile absorbed, String survivorId, String decisionId) implements Output {}

    /** The identifiers of a profile changed without a record of its own: by command, or it is what was split off. */
    record Identifiers(Profile profile, String decisionId) implements Output {}

    /**
     * A part left a profile. Comes before the {@link Identifiers} of the part.
     *
     * @param rest the profile as it is now; at least one identifier
     * @param part what left, under an id of its own
     */
    record SplitOff(Profile rest, Profile part, String decisionId) implements Output {}

    /** The profile, or a redirect to it, must be forgotten wherever it is. One for each id the person ever had. */
    record Erased(String profileId, String decisionId) implements Output {}

    /** Something was undone: what is known outside of settled identifier sets may be wrong from here on. */
    record EpochRaised(long epoch) implements Output {}

    /** A decision to be kept. */
    record Decided(Decision decision) implements Output {}

    /**
     * The observation names nobody and is not resolved.
     *
     * @param reason for a person, without any value of the record
     */
    record Unidentified(String reason) implements Output {}
}
