package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One command. Ends in exactly one decision, whether it could be carried out or not. One use per instance. */
final class CommandStep {
    private static final String NOBODY_HAS_IT = "nobody has this identifier";

    private final Draft draft;
    private final LogEntry.Command entry;
    private final RulesInForce inForce;
    private final Rules rules;
    private final String decisionId;

    CommandStep(Draft draft, LogEntry.Command entry, RulesInForce inForce) {
        this.draft = draft;
        this.entry = entry;
        this.inForce = inForce;
        this.rules = inForce.rules();
        this.decisionId = entry.workspace() + ":" + entry.offset() + ":0";
    }

    List<Output> outputs() {
        return switch (entry.order()) {
            case Order.Link(Identifier first, Identifier second) -> link(normalised(first), normalised(second));
            case Order.Unlink(Identifier identifier) -> split(List.of(normalised(identifier)));
            case Order.Split(List<Identifier> identifiers) ->
                split(identifiers.stream().map(this::normalised).distinct().toList());
            case Order.CannotLink(Identifier first, Identifier second) ->
                cannotLink(normalised(first), normalised(second));
            case Order.Block(Identifier identifier) -> block(normalised(identifier));
            case Order.Erase(Identifier identifier) -> erase(normalised(identifier));
        };
    }

    /** What the rules make of it; a value they refuse may still be somebody's, as it was written. */
    private Identifier normalised(Identifier given) {
        Screening screening = rules.screen(List.of(given));
        return screening.usable().isEmpty()
                ? screening.rejected().getFirst().identifier()
                : screening.usable().getFirst().identifier();
    }

    private List<Output> link(Identifier first, Identifier second) {
        long one = draft.owner(first);
        long other = draft.owner(second);
        if (first.equals(second)) {
            return refused("an identifier cannot be linked to itself", List.of(first));
        }
        if (one == IdentityStore.NOBODY || other == IdentityStore.NOBODY) {
            return refused(NOBODY_HAS_IT, List.of(first, second));
        }
        lift(one, other);
        List<Profile> profiles = (one == other
                        ? List.of(draft.profile(one))
                        : List.of(draft.profile(one), draft.profile(other)))
                .stream().sorted(Comparator.comparingLong(Profile::sequence)).toList();
        Merging merging = one == other
                ? new Merging(profiles.getFirst(), List.of())
                : Merging.of(draft, rules, profiles, List.of());
        Profile survivor = ordered(merging.survivor(), first, second);
        draft.put(survivor);
        List<Output> outputs = merging.outputs(decisionId);
        if (one != other) {
            outputs.add(new Output.Identifiers(survivor, decisionId));
        }
        outputs.add(decided(
                Decision.Kind.MERGE,
                one == other ? "one profile already" : "linked by order",
                List.of(first, second),
                profiles.stream().map(Decision.Before::of).toList(),
                List.of(Decision.After.of(survivor))));
        return outputs;
    }

    /** The last order wins: nothing keeps the two profiles apart any more. */
    private void lift(long one, long other) {
        for (Known known : draft.profile(one).identifiers()) {
            for (Identifier apart : known.apart()) {
                if (draft.owner(apart) == other) {
                    draft.allowTogether(known.identifier(), apart);
                }
            }
        }
    }

    private Profile ordered(Profile profile, Identifier first, Identifier second) {
        List<Identifier> order =
                profile.identifiers().stream().map(Known::identifier).toList();
        boolean firstIsStronger = order.indexOf(first) < order.indexOf(second);
        Identifier weaker = firstIsStronger ? second : first;
        Evidence tie = new Evidence(firstIsStronger ? first : second, entry.offset(), Evidence.Kind.ORDERED);
        return profile.noted(profile.identifiers().stream()
                .map(known -> known.identifier().equals(weaker) ? known.tied(tie) : known)
                .toList());
    }

    private List<Output> split(List<Identifier> leaving) {
        Optional<Profile> found = commonProfile(leaving);
        if (found.isEmpty()) {
            return refused("not all of one profile", leaving);
        }
        Profile profile = found.get();
        Set<Identifier> part = new HashSet<>(leaving);
        if (part.size() == profile.identifiers().size()) {
            return refused("nothing would be left of the profile", leaving);
        }
        EvidenceGraph graph = new EvidenceGraph(profile.identifiers());
        List<List<Known>> staying = new EvidenceGraph(graph.without(part)).components();
        return separated(
                Decision.Kind.SPLIT,
                "split by order",
                leaving,
                profile,
                staying,
                graph.only(part, entry.offset()),
                crossing(graph, part));
    }

    private List<Output> cannotLink(Identifier first, Identifier second) {
        long one = draft.owner(first);
        long other = draft.owner(second);
        List<Identifier> both = List.of(first, second);
        if (first.equals(second)) {
            return refused("an identifier cannot be kept apart from itself", List.of(first));
        }
        if (one == IdentityStore.NOBODY || other == IdentityStore.NOBODY) {
            return refused(NOBODY_HAS_IT, both);
        }
        if (one != other) {
            draft.keepApart(first, second);
            List<Profile> profiles = List.of(draft.profile(one), draft.profile(other));
            return List.of(decided(
                    Decision.Kind.CANNOT_LINK,
                    "kept apart by order",
                    both,
                    profiles.stream().map(Decision.Before::of).toList(),
                    profiles.stream().map(Decision.After::of).toList()));
        }
        Profile profile = draft.profile(one);
        EvidenceGraph graph = new EvidenceGraph(profile.identifiers());
        Map<Identifier, Integer> fromFirst = graph.distances(first);
        Map<Identifier, Integer> fromSecond = graph.distances(second);
        Set<Identifier> part = new HashSet<>();
        fromSecond.forEach((identifier, distance) -> {
            if (distance < fromFirst.get(identifier)) {
                part.add(identifier);
            }
        });
        Set<Identifier> rest = new HashSet<>(fromSecond.keySet());
        rest.removeAll(part);
        return separated(
                Decision.Kind.CANNOT_LINK,
                "kept apart by order",
                both,
                profile,
                List.of(graph.only(rest, entry.offset())),
                graph.only(part, entry.offset()),
                List.of(both));
    }

    private List<Output> separated(
            Decision.Kind kind,
            String rule,
            List<Identifier> named,
            Profile profile,
            List<List<Known>> staying,
            List<Known> leaving,
            List<List<Identifier>> apart) {
        Separation separation = Separation.of(draft, profile, staying, List.of(leaving), entry.loggedAt());
        apart.forEach(pair -> draft.keepApart(pair.getFirst(), pair.getLast()));
        List<Output> outputs = separation.outputs(decisionId);
        outputs.add(draft.raiseEpoch());
        outputs.add(decided(kind, rule, named, List.of(Decision.Before.of(profile)), separation.after()));
        return outputs;
    }

    /** Pairs that were tied and must not be again. */
    private static List<List<Identifier>> crossing(EvidenceGraph graph, Set<Identifier> part) {
        List<List<Identifier>> pairs = new ArrayList<>();
        for (Identifier one : part.stream()
                .sorted(Comparator.comparing(Identifier::type).thenComparing(Identifier::value))
                .toList()) {
            graph.ties(one).stream()
                    .map(EvidenceGraph.Tie::to)
                    .filter(other -> !part.contains(other))
                    .distinct()
                    .forEach(other -> pairs.add(List.of(one, other)));
        }
        return pairs;
    }

    private Optional<Profile> commonProfile(List<Identifier> identifiers) {
        Set<Long> owners = new HashSet<>();
        identifiers.forEach(identifier -> owners.add(draft.owner(identifier)));
        return owners.size() == 1 && !owners.contains(IdentityStore.NOBODY)
                ? Optional.of(draft.profile(owners.iterator().next()))
                : Optional.empty();
    }

    private List<Output> block(Identifier identifier) {
        Withdrawal withdrawal = Withdrawal.of(draft, identifier, Mark.Status.BLOCKED, entry.loggedAt());
        List<Output> outputs = withdrawal.outputs(decisionId);
        if (withdrawal.from().isPresent()) {
            outputs.add(draft.raiseEpoch());
        }
        outputs.add(decided(
                Decision.Kind.BLOCK, "blocked by order", List.of(identifier), withdrawal.before(), withdrawal.after()));
        return outputs;
    }

    private List<Output> erase(Identifier identifier) {
        long owner = draft.owner(identifier);
        if (owner == IdentityStore.NOBODY) {
            // Nothing of it may be repeated, least of all here.
            return refused(NOBODY_HAS_IT, List.of());
        }
        Profile profile = draft.profile(owner);
        for (Known known : profile.identifiers()) {
            known.apart().forEach(other -> draft.allowTogether(known.identifier(), other));
        }
        for (Known known : profile.identifiers()) {
            Identifier erased = known.identifier();
            draft.own(erased, IdentityStore.NOBODY);
            Mark mark = draft.mark(erased);
            draft.mark(erased, new Mark(Mark.Status.ERASED, mark.incarnation() + 1, List.of(), List.of()));
        }
        draft.delete(profile);
        List<Output> outputs = new ArrayList<>();
        outputs.add(new Output.Erased(profile.id(), decisionId));
        for (String absorbed : profile.absorbed()) {
            draft.deleteAlias(absorbed);
            outputs.add(new Output.Erased(absorbed, decisionId));
        }
        outputs.add(draft.raiseEpoch());
        outputs.add(decided(
                Decision.Kind.ERASE, "erased by order", List.of(), List.of(Decision.Before.of(profile)), List.of()));
        return outputs;
    }

    private List<Output> refused(String why, List<Identifier> named) {
        return List.of(decided(Decision.Kind.REJECT, why, named, List.of(), List.of()));
    }

    private Output decided(
            Decision.Kind kind,
            String rule,
            List<Identifier> named,
            List<Decision.Before> before,
            List<Decision.After> after) {
        return new Output.Decided(new Decision(
                decisionId,
                kind,
                rule,
                named,
                before,
                after,
                after.stream().findFirst().map(Decision.After::profileId),
                List.of(),
                inForce.version(),
                entry.loggedAt()));
    }
}
