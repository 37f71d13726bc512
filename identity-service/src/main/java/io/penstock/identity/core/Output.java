package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one log entry makes known. In the order the resolver gives them. */
public sealed interface Output {
    /**
     * The observation belongs to this profile.
     *
     * @param seen identifiers of the observation that the profile has, normalised, strongest first; at least one
     * @param settled whether the same identifiers can change nothing any more until the epoch is raised: every one was
     *     accepted, and no type of theirs evicts or transfers
     * @param change what the entry did to the profile; empty if its identifiers are the same as before
     */
    record Event(String profileId, List<Identifier> seen, boolean settled, Optional<Change> change) implements Output {
        public Event {
            seen = List.copyOf(seen);
        }
    }

    /**
     * A profile is new or has other identifiers.
     *
     * @param profile as it is after the entry
     * @param absorbed profiles that the entry made part of it, oldest first
     */
    record Change(Profile profile, String decisionId, List<String> absorbed) {
        public Change {
            absorbed = List.copyOf(absorbed);
        }
    }

    /** A profile became part of an older one; comes before the {@link Event} or {@link Identifiers} of the survivor. */
    record MergedAway(Profile absorbed, String survivorId, String decisionId) implements Output {}

    /**
     * The identifiers of a profile changed without a record of its own: by command, because another profile's record
     * took one away, or it is what was split off. Without identifiers if its last one names nobody any more: then no
     * entry will ever concern the profile again.
     */
    record Identifiers(Profile profile, String decisionId) implements Output {}

    /**
     * A part left a profile. Comes before the {@link Identifiers} of the part; one per part.
     *
     * @param rest the profile as it is after the entry; at least one identifier
     * @param part what left, under an id of its own: a new one, or one that the profile had absorbed before
     */
    record SplitOff(Profile rest, Profile part, String decisionId) implements Output {}

    /**
     * By order: the profile, or a redirect to it, must be forgotten wherever it is. One for each id the person ever
     * had.
     */
    record Erased(String profileId, String decisionId) implements Output {}

    /** Something was undone: what is known outside of settled identifiers may be wrong from here on. */
    record EpochRaised(long epoch) implements Output {}

    /**
     * No profile that the entry changed rests on these entries of the log any more, because an identifier left, a tie
     * was replaced or a person was erased: what is remembered of them must be forgotten.
     *
     * @param logOffsets at least one; may have this entry's own, if nothing rests on it
     */
    record EvidenceDropped(Set<Long> logOffsets) implements Output {
        public EvidenceDropped {
            logOffsets = Set.copyOf(logOffsets);
        }
    }

    /** A decision to be kept. */
    record Decided(Decision decision) implements Output {}

    /**
     * The observation names nobody and is not resolved.
     *
     * @param reason for a person, without any value of the record
     */
    record Unidentified(String reason) implements Output {}
}
