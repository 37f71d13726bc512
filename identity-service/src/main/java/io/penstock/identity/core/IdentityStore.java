package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The state of the fold, per workspace. Point reads and writes only; what was written is read back at once.
 *
 * <p>One thread at a time. Making writes durable together with their log position is the implementation's business. A
 * failure to read or write is an exception and must stop the fold: it is never the entry's fault.
 */
public interface IdentityStore {
    /** Sequence of the profile that has the identifier. */
    OptionalLong owner(String workspace, Identifier identifier);

    void putOwner(String workspace, Identifier identifier, long sequence);

    Optional<Profile> profile(String workspace, long sequence);

    void putProfile(String workspace, Profile profile);

    void deleteProfile(String workspace, long sequence);

    /** The profile that absorbed another, one step; always an older one, so following it ends. */
    Optional<String> alias(String workspace, String absorbedId);

    void putAlias(String workspace, String absorbedId, String survivorId);

    /** Observations that tied an identifier to stronger ones, in log order, at most one per stronger identifier. */
    List<Evidence> evidence(String workspace, Identifier weaker);

    void putEvidence(String workspace, Identifier weaker, List<Evidence> evidence);

    /** Whether it was reported before that the second identifier was not joined to the first. */
    boolean isRejected(String workspace, Identifier strongest, Identifier rejected);

    void putRejection(String workspace, Identifier strongest, Rejection rejection, long logOffset);

    Optional<RulesInForce> rules(String workspace);

    void putRules(String workspace, RulesInForce rules);

    /** Sequence of the newest profile ever created, 0 if there was none. */
    long lastSequence(String workspace);

    void putLastSequence(String workspace, long sequence);
}
