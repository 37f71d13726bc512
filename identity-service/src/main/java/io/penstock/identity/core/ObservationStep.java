package io.penstock.identity.core;

import io.penstock.identity.core.JoinGroup.Candidate;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import io.penstock.identity.core.rules.Screening.Usable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One observation under way: all reads first, then all writes, so that whatever fails before the writes leaves the
 * state untouched. One use per instance.
 */
final class ObservationStep {
    private static final int FIRST_INCARNATION = 0;

    private final IdentityStore state;
    private final ProfileIds ids;
    private final LogEntry.Observe entry;
    private final String workspace;
    private final Observation observation;
    private final RulesInForce inForce;
    private final Rules rules;
    private final Screening screening;

    ObservationStep(
            IdentityStore state, ProfileIds ids, LogEntry.Observe entry, RulesInForce inForce, Screening screening) {
        this.state = state;
        this.ids = ids;
        this.entry = entry;
        this.workspace = entry.workspace();
        this.observation = entry.observation();
        this.inForce = inForce;
        this.rules = inForce.rules();
        this.screening = screening;
    }

    List<Output> unidentified() {
        String rule = observation.identifiers().isEmpty() ? "no identifier" : "no usable identifier";
        Decision decision =
                decision(Decision.Kind.UNIDENTIFIED, rule, List.of(), Optional.empty(), screening.rejected());
        return List.of(
                new Output.Unidentified(
                        rule + " among " + observation.identifiers().size()),
                new Output.Decided(decision));
    }

    /** Everything usable points to one profile: nothing to join. */
    List<Output> known(long sequence, List<Rejection> rejected) {
        Profile profile = profile(sequence);
        Profile seen = withIdentifiers(profile, profile.epoch(), profile.merges(), touched(profile.identifiers()));
        List<Rejection> unreported = unreported(rejected);
        if (seen != profile) {
            state.putProfile(workspace, seen);
        }
        report(unreported);
        Output event = new Output.Event(seen, Optional.empty(), List.of(), rejected.isEmpty());
        if (unreported.isEmpty()) {
            return List.of(event);
        }
        return List.of(
                event,
                new Output.Decided(decision(
                        Decision.Kind.REJECT,
                        unreported.getFirst().reason(),
                        List.of(before(profile)),
                        Optional.of(profile.id()),
                        unreported)));
    }

    List<Output> join(Map<Usable, OptionalLong> owners) {
        JoinGroup group = new JoinGroup(rules);
        List<Usable> accepted = new ArrayList<>();
        List<Usable> joining = new ArrayList<>();
        List<Rejection> rejected = new ArrayList<>(screening.rejected());
        owners.forEach((usable, owner) -> {
            if (owner.isPresent() && group.holds(owner.getAsLong())) {
                accepted.add(usable);
                return;
            }
            Candidate candidate =
                    owner.isPresent() ? new Candidate.Whole(profile(owner.getAsLong())) : new Candidate.New(usable);
            Optional<String> refusal = group.refusal(usable, candidate);
            if (refusal.isPresent()) {
                rejected.add(new Rejection(usable.identifier(), refusal.get()));
                return;
            }
            group.add(candidate);
            accepted.add(usable);
            if (candidate instanceof Candidate.Whole) {
                joining.add(usable);
            }
        });
        List<Profile> profiles = group.oldestFirst();
        if (profiles.size() == 1 && group.additions().isEmpty()) {
            return known(profiles.getFirst().sequence(), rejected);
        }
        return change(group, profiles, accepted, joining, rejected);
    }

    /** The graph changes. From here on nothing can fail but the store. */
    private List<Output> change(
            JoinGroup group,
            List<Profile> profiles,
            List<Usable> accepted,
            List<Usable> joining,
            List<Rejection> rejected) {
        List<Profile> absorbed = profiles.isEmpty() ? List.of() : profiles.subList(1, profiles.size());
        Map<Identifier, List<Evidence>> evidence = newEvidence(accepted);
        Profile survivor = survivor(group, profiles, absorbed);
        Decision decision = decision(
                kind(profiles),
                rule(profiles, group, joining),
                profiles.stream().map(ObservationStep::before).toList(),
                Optional.of(survivor.id()),
                rejected);
        List<Rejection> unreported = unreported(rejected);

        if (profiles.isEmpty()) {
            state.putLastSequence(workspace, survivor.sequence());
        }
        group.additions().forEach(usable -> state.putOwner(workspace, usable.identifier(), survivor.sequence()));
        for (Profile loser : absorbed) {
            loser.identifiers().forEach(known -> state.putOwner(workspace, known.identifier(), survivor.sequence()));
            state.putAlias(workspace, loser.id(), survivor.id());
            state.deleteProfile(workspace, loser.sequence());
        }
        state.putProfile(workspace, survivor);
        evidence.forEach((identifier, all) -> state.putEvidence(workspace, identifier, all));
        report(unreported);

        List<Output> outputs = new ArrayList<>();
        absorbed.forEach(loser -> outputs.add(new Output.MergedAway(loser, survivor.id(), decision.id())));
        outputs.add(new Output.Event(
                survivor,
                Optional.of(decision.id()),
                absorbed.stream().map(Profile::id).toList(),
                rejected.isEmpty()));
        outputs.add(new Output.Decided(decision));
        return outputs;
    }

    private Profile survivor(JoinGroup group, List<Profile> profiles, List<Profile> absorbed) {
        List<Known> all = new ArrayList<>();
        profiles.forEach(profile -> all.addAll(profile.identifiers()));
        group.additions().forEach(usable -> all.add(Known.first(usable.identifier(), usable.raw(), observation)));
        all.sort(Comparator.comparingInt(known -> rules.rank(known.identifier().type())));
        List<Known> identifiers = touched(all);
        if (profiles.isEmpty()) {
            Identifier founding = group.additions().getFirst().identifier();
            return new Profile(
                    state.lastSequence(workspace) + 1,
                    ids.of(workspace, founding, FIRST_INCARNATION),
                    entry.loggedAt(),
                    1,
                    0,
                    identifiers);
        }
        Profile oldest = profiles.getFirst();
        int merges = oldest.merges()
                + absorbed.stream().mapToInt(loser -> loser.merges() + 1).sum();
        return withIdentifiers(oldest, oldest.epoch() + 1, merges, identifiers);
    }

    /** A star: each identifier that was accepted, tied to the strongest one. Only those not tied to it before. */
    private Map<Identifier, List<Evidence>> newEvidence(List<Usable> accepted) {
        Identifier strongest = accepted.getFirst().identifier();
        Map<Identifier, List<Evidence>> changed = new LinkedHashMap<>();
        for (Usable usable : accepted.subList(1, accepted.size())) {
            List<Evidence> before = state.evidence(workspace, usable.identifier());
            if (before.stream().noneMatch(one -> one.with().equals(strongest))) {
                List<Evidence> after = new ArrayList<>(before);
                after.add(new Evidence(strongest, entry.offset(), observation.recordId()));
                changed.put(usable.identifier(), after);
            }
        }
        return changed;
    }

    private static Decision.Kind kind(List<Profile> profiles) {
        return switch (profiles.size()) {
            case 0 -> Decision.Kind.CREATE;
            case 1 -> Decision.Kind.ADD;
            default -> Decision.Kind.MERGE;
        };
    }

    private static String rule(List<Profile> profiles, JoinGroup group, List<Usable> joining) {
        if (profiles.isEmpty()) {
            return "founded by " + group.additions().getFirst().type().name();
        }
        String types = String.join(
                ", ", joining.stream().map(usable -> usable.type().name()).toList());
        return (profiles.size() == 1 ? "known by " : "joined by ") + types;
    }

    private static Decision.Before before(Profile profile) {
        return new Decision.Before(profile.id(), profile.identifiers().size());
    }

    private Decision decision(
            Decision.Kind kind,
            String rule,
            List<Decision.Before> before,
            Optional<String> profileId,
            List<Rejection> rejected) {
        return new Decision(
                workspace + ":" + entry.offset() + ":0",
                kind,
                rule,
                screening.usable().stream().map(Usable::identifier).toList(),
                before,
                List.of(),
                profileId,
                rejected,
                inForce.version(),
                entry.loggedAt());
    }

    private List<Rejection> unreported(List<Rejection> rejected) {
        if (rejected.isEmpty()) {
            return List.of();
        }
        Identifier strongest = screening.usable().getFirst().identifier();
        return rejected.stream()
                .filter(one -> !state.isRejected(workspace, strongest, one.identifier()))
                .toList();
    }

    private void report(List<Rejection> unreported) {
        Identifier strongest = screening.usable().getFirst().identifier();
        unreported.forEach(one -> state.putRejection(workspace, strongest, one, entry.offset()));
    }

    /** The identifiers of this observation marked as seen; the very same list if that changes no day. */
    private List<Known> touched(List<Known> identifiers) {
        List<Known> touched = null;
        for (int i = 0; i < identifiers.size(); i++) {
            Known known = identifiers.get(i);
            Known seen = isObserved(known.identifier()) ? known.seenAt(observation.asOf()) : known;
            if (seen != known) {
                touched = touched == null ? new ArrayList<>(identifiers) : touched;
                touched.set(i, seen);
            }
        }
        return touched == null ? identifiers : touched;
    }

    private boolean isObserved(Identifier identifier) {
        return screening.usable().stream()
                .anyMatch(usable -> usable.identifier().equals(identifier));
    }

    private Profile profile(long sequence) {
        return state.profile(workspace, sequence)
                .orElseThrow(() -> new IllegalStateException(
                        "profile " + sequence + " of workspace " + workspace + " is indexed but not stored"));
    }

    private static Profile withIdentifiers(Profile profile, long epoch, int merges, List<Known> identifiers) {
        return identifiers == profile.identifiers()
                ? profile
                : new Profile(profile.sequence(), profile.id(), profile.createdAt(), epoch, merges, identifiers);
    }
}
