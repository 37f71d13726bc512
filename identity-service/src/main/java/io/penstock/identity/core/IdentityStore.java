package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.Optional;

/**
 * The state of the fold, per workspace. Point reads and writes only; what was written is read back at once.
 *
 * <p>An observation that changes nothing costs one {@link #owner} per identifier, one {@link #profileId} and
 * {@link #rules}: make these three cheap. Everything else is read on a change only.
 *
 * <p>One thread at a time. Making writes durable together with their log position is the implementation's business. A
 * failure to read or write is an exception and must stop the fold: it is never the entry's fault.
 */
public interface IdentityStore {
    /** The owner of an identifier that nobody has; no profile has this sequence. */
    long NOBODY = 0;

    /** Sequence of the profile that has the identifier, or {@link #NOBODY}. */
    long owner(String workspace, Identifier identifier);

    void putOwner(String workspace, Identifier identifier, long sequence);

    void deleteOwner(String workspace, Identifier identifier);

    /**
     * Public id of a profile. Never changes while the profile lives, so it may be cached by sequence; a sequence is
     * never used twice.
     *
     * @throws IllegalStateException if there is no such profile
     */
    String profileId(String workspace, long sequence);

    Optional<Profile> profile(String workspace, long sequence);

    void putProfile(String workspace, Profile profile);

    void deleteProfile(String workspace, long sequence);

    /** The live profile that absorbed another, directly or not: never a redirect to a redirect. */
    Optional<String> alias(String workspace, String absorbedId);

    void putAlias(String workspace, String absorbedId, String survivorId);

    void deleteAlias(String workspace, String absorbedId);

    /** {@link Mark#NONE} if there is none. */
    Mark mark(String workspace, IdentifierHash hash);

    /** {@link Mark#NONE} need not be kept. */
    void putMark(String workspace, IdentifierHash hash, Mark mark);

    /** Whether a command was applied before. */
    boolean isApplied(String workspace, String commandId);

    void putApplied(String workspace, String commandId);

    Optional<RulesInForce> rules(String workspace);

    void putRules(String workspace, RulesInForce rules);

    /** {@link Counters#ZERO} at first. */
    Counters counters(String workspace);

    void putCounters(String workspace, Counters counters);
}
