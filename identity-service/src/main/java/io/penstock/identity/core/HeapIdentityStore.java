package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The state in maps: for offline folds and tests. Two stores are equal if they hold the same. Grows without bound. */
public final class HeapIdentityStore implements IdentityStore {
    private record Refusal(Identifier strongest, Identifier rejected) {}

    private record Reported(String reason, long logOffset) {}

    private static final class Workspace {
        private final Map<Identifier, Long> owners = new HashMap<>();
        private final Map<Long, Profile> profiles = new HashMap<>();
        private final Map<String, String> aliases = new HashMap<>();
        private final Map<Identifier, List<Evidence>> evidence = new HashMap<>();
        private final Map<Refusal, Reported> rejections = new HashMap<>();
        private RulesInForce rules;
        private long lastSequence;

        private List<Object> content() {
            return List.of(owners, profiles, aliases, evidence, rejections, Optional.ofNullable(rules), lastSequence);
        }
    }

    private final Map<String, Workspace> workspaces = new HashMap<>();

    private Workspace in(String workspace) {
        return workspaces.computeIfAbsent(workspace, _ -> new Workspace());
    }

    /** Every live profile of a workspace, by sequence. */
    public Map<Long, Profile> profiles(String workspace) {
        return Map.copyOf(in(workspace).profiles);
    }

    @Override
    public OptionalLong owner(String workspace, Identifier identifier) {
        Long sequence = in(workspace).owners.get(identifier);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        in(workspace).owners.put(identifier, sequence);
    }

    @Override
    public Optional<Profile> profile(String workspace, long sequence) {
        return Optional.ofNullable(in(workspace).profiles.get(sequence));
    }

    @Override
    public void putProfile(String workspace, Profile profile) {
        in(workspace).profiles.put(profile.sequence(), profile);
    }

    @Override
    public void deleteProfile(String workspace, long sequence) {
        in(workspace).profiles.remove(sequence);
    }

    @Override
    public Optional<String> alias(String workspace, String absorbedId) {
        return Optional.ofNullable(in(workspace).aliases.get(absorbedId));
    }

    @Override
    public void putAlias(String workspace, String absorbedId, String survivorId) {
        in(workspace).aliases.put(absorbedId, survivorId);
    }

    @Override
    public List<Evidence> evidence(String workspace, Identifier weaker) {
        return in(workspace).evidence.getOrDefault(weaker, List.of());
    }

    @Override
    public void putEvidence(String workspace, Identifier weaker, List<Evidence> evidence) {
        in(workspace).evidence.put(weaker, List.copyOf(evidence));
    }

    @Override
    public boolean isRejected(String workspace, Identifier strongest, Identifier rejected) {
        return in(workspace).rejections.containsKey(new Refusal(strongest, rejected));
    }

    @Override
    public void putRejection(String workspace, Identifier strongest, Rejection rejection, long logOffset) {
        in(workspace)
                .rejections
                .put(new Refusal(strongest, rejection.identifier()), new Reported(rejection.reason(), logOffset));
    }

    @Override
    public Optional<RulesInForce> rules(String workspace) {
        return Optional.ofNullable(in(workspace).rules);
    }

    @Override
    public void putRules(String workspace, RulesInForce rules) {
        in(workspace).rules = rules;
    }

    @Override
    public long lastSequence(String workspace) {
        return in(workspace).lastSequence;
    }

    @Override
    public void putLastSequence(String workspace, long sequence) {
        in(workspace).lastSequence = sequence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeapIdentityStore that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    private Map<String, List<Object>> content() {
        Map<String, List<Object>> all = new HashMap<>();
        workspaces.forEach((name, workspace) -> all.put(name, workspace.content()));
        return all;
    }
}
