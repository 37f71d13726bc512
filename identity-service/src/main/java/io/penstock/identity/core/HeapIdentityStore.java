package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The state in maps: for offline folds and tests. Two stores are equal if they hold the same. Grows without bound. */
public final class HeapIdentityStore implements IdentityStore {
    private static final class Workspace {
        private final Map<Identifier, Long> owners = new HashMap<>();
        private final Map<Long, Profile> profiles = new HashMap<>();
        private final Map<String, String> aliases = new HashMap<>();
        private final Map<IdentifierHash, Mark> marks = new HashMap<>();
        private final Set<String> applied = new HashSet<>();
        private Optional<RulesInForce> rules = Optional.empty();
        private Counters counters = Counters.ZERO;

        private List<Object> content() {
            return List.of(owners, profiles, aliases, marks, applied, rules, counters);
        }
    }

    private final Map<String, Workspace> workspaces = new HashMap<>();

    private Workspace in(String workspace) {
        Workspace known = workspaces.get(workspace);
        return known != null ? known : workspaces.computeIfAbsent(workspace, _ -> new Workspace());
    }

    /** Every live profile of a workspace, by sequence. */
    public Map<Long, Profile> profiles(String workspace) {
        return Map.copyOf(in(workspace).profiles);
    }

    /** Every identifier of a workspace that somebody has, and the sequence of that profile. */
    public Map<Identifier, Long> owners(String workspace) {
        return Map.copyOf(in(workspace).owners);
    }

    /** Every redirect of a workspace. */
    public Map<String, String> aliases(String workspace) {
        return Map.copyOf(in(workspace).aliases);
    }

    @Override
    public long owner(String workspace, Identifier identifier) {
        Long sequence = in(workspace).owners.get(identifier);
        return sequence == null ? NOBODY : sequence;
    }

    @Override
    public void putOwner(String workspace, Identifier identifier, long sequence) {
        in(workspace).owners.put(identifier, sequence);
    }

    @Override
    public void deleteOwner(String workspace, Identifier identifier) {
        in(workspace).owners.remove(identifier);
    }

    @Override
    public String profileId(String workspace, long sequence) {
        Profile profile = in(workspace).profiles.get(sequence);
        if (profile == null) {
            throw new IllegalStateException("no profile " + sequence + " in workspace " + workspace);
        }
        return profile.id();
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
    public void deleteAlias(String workspace, String absorbedId) {
        in(workspace).aliases.remove(absorbedId);
    }

    @Override
    public Mark mark(String workspace, IdentifierHash hash) {
        return in(workspace).marks.getOrDefault(hash, Mark.NONE);
    }

    @Override
    public void putMark(String workspace, IdentifierHash hash, Mark mark) {
        if (mark.equals(Mark.NONE)) {
            in(workspace).marks.remove(hash);
        } else {
            in(workspace).marks.put(hash, mark);
        }
    }

    @Override
    public boolean isApplied(String workspace, String commandId) {
        return in(workspace).applied.contains(commandId);
    }

    @Override
    public void putApplied(String workspace, String commandId) {
        in(workspace).applied.add(commandId);
    }

    @Override
    public Optional<RulesInForce> rules(String workspace) {
        return in(workspace).rules;
    }

    @Override
    public void putRules(String workspace, RulesInForce rules) {
        in(workspace).rules = Optional.of(rules);
    }

    @Override
    public Counters counters(String workspace) {
        return in(workspace).counters;
    }

    @Override
    public void putCounters(String workspace, Counters counters) {
        in(workspace).counters = counters;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeapIdentityStore that && content().equals(that.content());
    }

    @Override
    public int hashCode() {
        return content().hashCode();
    }

    /** Everything it holds, for a look at what must not be there any more. */
    @Override
    public String toString() {
        return content().toString();
    }

    private Map<String, List<Object>> content() {
        Map<String, List<Object>> all = new HashMap<>();
        workspaces.forEach((name, workspace) -> all.put(name, workspace.content()));
        return all;
    }
}
