package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something the resolver decided, with its evidence.
 *
 * @param id {@code <workspace>:<log offset>:<n>}, n from 0 for each decision of an entry; the same for every fold of
 *     the same log
 * @param rule which identifier types carried the decision, in the words of the rules
 * @param identifiers usable identifiers of the observation, strongest first, rejected ones included; of a command those
 *     it names; none of an erasure
 * @param before profiles involved, survivor first; empty if none was known
 * @param after profiles that resulted, the one that kept its id first
 * @param profileId profile after the decision; empty if there is none
 * @param rejected what was left out; reported once per pair with the strongest identifier, except beside a change
 * @param at time stamp of the log entry
 */
public record Decision(
        String id,
        Kind kind,
        String rule,
        List<Identifier> identifiers,
        List<Before> before,
        List<After> after,
        Optional<String> profileId,
        List<Rejection> rejected,
        long rulesVersion,
        Instant at) {
    public Decision {
        identifiers = List.copyOf(identifiers);
        before = List.copyOf(before);
        after = List.copyOf(after);
        rejected = List.copyOf(rejected);
    }

    /** What was decided. */
    public enum Kind {
        /** A new profile. */
        CREATE,
        /** A known profile has more identifiers. */
        ADD,
        /** Profiles became one, or are ordered to stay one. */
        MERGE,
        /** Nothing changed, but something was refused for the first time, or a command cannot be carried out. */
        REJECT,
        /** The record names nobody. */
        UNIDENTIFIED,
        /** An identifier was refused by too many people; it names nobody from now on. */
        QUARANTINE,
        /** A profile came apart, by command. */
        SPLIT,
        /** Two identifiers stay apart, by command. */
        CANNOT_LINK,
        /** A value names nobody from now on, by command. */
        BLOCK,
        /** A person was forgotten. */
        ERASE
    }

    /** A profile as it is after the decision. */
    public record After(String profileId, int identifiers) {
        static After of(Profile profile) {
            return new After(profile.id(), profile.identifiers().size());
        }
    }

    /** A profile as it was. */
    public record Before(String profileId, int identifiers) {
        static Before of(Profile profile) {
            return new Before(profile.id(), profile.identifiers().size());
        }
    }
}
