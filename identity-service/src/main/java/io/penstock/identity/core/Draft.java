package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What one entry is about to do to the state of a workspace: reads see its own writes, and nothing is written before
 * {@link #commit}, so an entry that fails leaves the state untouched. The state is asked once for each thing.
 */
final class Draft {
    private final IdentityStore state;
    private final ProfileIds ids;
    private final String workspace;
    private final Map<Identifier, Long> owners = new LinkedHashMap<>();
    private final Map<Identifier, Long> found = new HashMap<>();
    private final Map<Long, Optional<Profile>> profiles = new LinkedHashMap<>();
    private final Map<Long, Profile> read = new HashMap<>();
    private final Map<String, Optional<String>> aliases = new LinkedHashMap<>();
    private final Map<IdentifierHash, Mark> marks = new LinkedHashMap<>();
    private final Map<IdentifierHash, Mark> remembered = new HashMap<>();
    private Counters counters;
    private boolean counted;

    Draft(IdentityStore state, ProfileIds ids, String workspace) {
        this.state = state;
        this.ids = ids;
        this.workspace = workspace;
    }

    long owner(Identifier identifier) {
        Long drafted = owners.get(identifier);
        if (drafted != null) {
            return drafted;
        }
        Long known = found.get(identifier);
        if (known == null) {
            known = state.owner(workspace, identifier);
            found.put(identifier, known);
        }
        return known;
    }

    /** Takes note of what the state says of an identifier, so that it is not asked again. */
    void found(Identifier identifier, long sequence) {
        found.put(identifier, sequence);
    }

    /** @param sequence may be {@link IdentityStore#NOBODY} */
    void own(Identifier identifier, long sequence) {
        owners.put(identifier, sequence);
    }

    Profile profile(long sequence) {
        Optional<Profile> drafted = profiles.get(sequence);
        Profile known = read.get(sequence);
        if (drafted == null && known != null) {
            return known;
        }
        Profile profile = (drafted != null ? drafted : state.profile(workspace, sequence))
                .orElseThrow(() -> new IllegalStateException(
                        "profile " + sequence + " of workspace " + workspace + " is indexed but not stored"));
        if (drafted == null) {
            read.put(sequence, profile);
        }
        return profile;
    }

    /** What the changed profiles rested on before, or this entry, and none of them does any more. */
    Optional<Output> evidenceDropped(long entry) {
        List<Profile> before = profiles.keySet().stream()
                .map(read::get)
                .filter(Objects::nonNull)
                .toList();
        if (before.isEmpty()) {
            return Optional.empty();
        }
        Set<Long> lost = Grounds.lost(
                before,
                entry,
                profiles.values().stream().flatMap(Optional::stream).toList());
        return lost.isEmpty() ? Optional.empty() : Optional.of(new Output.EvidenceDropped(lost));
    }

    void put(Profile profile) {
        profiles.put(profile.sequence(), Optional.of(profile));
    }

    void delete(Profile profile) {
        profiles.put(profile.sequence(), Optional.empty());
    }

    void alias(String absorbedId, String survivorId) {
        aliases.put(absorbedId, Optional.of(survivorId));
    }

    void deleteAlias(String absorbedId) {
        aliases.put(absorbedId, Optional.empty());
    }

    IdentifierHash hash(Identifier identifier) {
        return ids.hash(workspace, identifier);
    }

    Mark mark(Identifier identifier) {
        return mark(hash(identifier));
    }

    Mark mark(IdentifierHash hash) {
        Mark drafted = marks.get(hash);
        if (drafted != null) {
            return drafted;
        }
        Mark known = remembered.get(hash);
        if (known == null) {
            known = state.mark(workspace, hash);
            remembered.put(hash, known);
        }
        return known;
    }

    void mark(Identifier identifier, Mark mark) {
        marks.put(hash(identifier), mark);
    }

    /** The id of the profile an identifier founds next, or has founded and not spent. */
    String idOf(Identifier founding) {
        return ids.of(workspace, founding, mark(founding).incarnation());
    }

    /** The id of a profile founded by an identifier whose mark is known. */
    String idOf(Identifier founding, Mark mark) {
        return ids.of(workspace, founding, mark.incarnation());
    }

    Counters counters() {
        if (counters == null) {
            counters = state.counters(workspace);
        }
        return counters;
    }

    void count(Counters changed) {
        counters = changed;
        counted = true;
    }

    long nextSequence() {
        Counters before = counters();
        count(new Counters(before.lastSequence() + 1, before.epoch(), before.logTime()));
        return counters.lastSequence();
    }

    Output raiseEpoch() {
        Counters before = counters();
        count(new Counters(before.lastSequence(), before.epoch() + 1, before.logTime()));
        return new Output.EpochRaised(counters.epoch());
    }

    /** An identifier becomes nobody's. The caller takes it out of the profile. */
    void release(Profile profile, Known known) {
        Identifier identifier = known.identifier();
        own(identifier, IdentityStore.NOBODY);
        Mark mark = mark(identifier).withApart(known.apart());
        mark(identifier, isSpent(profile, idOf(identifier, mark)) ? mark.nextIncarnation() : mark);
    }

    /**
     * An identifier leaves for another profile; it can found a new one, but never again under an id it leaves behind.
     */
    void depart(Profile profile, Identifier identifier) {
        Mark mark = mark(identifier);
        if (isSpent(profile, idOf(identifier, mark))) {
            mark(identifier, mark.nextIncarnation());
        }
    }

    private static boolean isSpent(Profile profile, String id) {
        return profile.id().equals(id) || profile.absorbed().contains(id);
    }

    /** Both must never share a profile. */
    void keepApart(Identifier one, Identifier other) {
        noteApart(one, other, true);
        noteApart(other, one, true);
    }

    /** Both may share a profile again. */
    void allowTogether(Identifier one, Identifier other) {
        noteApart(one, other, false);
        noteApart(other, one, false);
    }

    private void noteApart(Identifier one, Identifier other, boolean apart) {
        long owner = owner(one);
        if (owner == IdentityStore.NOBODY) {
            Mark mark = mark(one);
            mark(one, mark.withApart(changed(mark.apart(), other, apart)));
            return;
        }
        Profile profile = profile(owner);
        put(profile.noted(profile.identifiers().stream()
                .map(known ->
                        known.identifier().equals(one) ? known.apartFrom(changed(known.apart(), other, apart)) : known)
                .toList()));
    }

    private static List<Identifier> changed(List<Identifier> apart, Identifier other, boolean present) {
        List<Identifier> changed = new java.util.ArrayList<>(apart);
        changed.remove(other);
        if (present) {
            changed.add(other);
        }
        return changed;
    }

    void commit() {
        owners.forEach((identifier, sequence) -> {
            if (sequence == IdentityStore.NOBODY) {
                state.deleteOwner(workspace, identifier);
            } else {
                state.putOwner(workspace, identifier, sequence);
            }
        });
        profiles.forEach((sequence, profile) -> profile.ifPresentOrElse(
                it -> state.putProfile(workspace, it), () -> state.deleteProfile(workspace, sequence)));
        aliases.forEach((absorbed, survivor) -> survivor.ifPresentOrElse(
                it -> state.putAlias(workspace, absorbed, it), () -> state.deleteAlias(workspace, absorbed)));
        marks.forEach((hash, mark) -> state.putMark(workspace, hash, mark));
        if (counted) {
            state.putCounters(workspace, counters);
        }
    }
}
