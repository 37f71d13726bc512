package io.penstock.identity.core;

import io.penstock.identity.core.JoinGroup.Candidate;
import io.penstock.identity.core.rules.AfterErase;
import io.penstock.identity.core.rules.AtLimit;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rejection;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import io.penstock.identity.core.rules.Screening.Usable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One observation that may change something. One use per instance. */
final class ObservationStep {
    private final Draft draft;
    private final LogEntry.Observe entry;
    private final RulesInForce inForce;
    private final Rules rules;
    private final Instant logTime;
    private final Refusals refusals;
    private final List<Usable> usable = new ArrayList<>();
    private final Map<Identifier, Mark> marks = new HashMap<>();
    private final List<Usable> accepted = new ArrayList<>();
    private final List<Usable> joining = new ArrayList<>();
    private final List<Rejection> moved = new ArrayList<>();
    private final List<Profile> lenders = new ArrayList<>();
    private JoinGroup group;

    ObservationStep(Draft draft, LogEntry.Observe entry, RulesInForce inForce, Screening screening, Instant logTime) {
        this.draft = draft;
        this.entry = entry;
        this.inForce = inForce;
        this.rules = inForce.rules();
        this.logTime = logTime;
        this.refusals = new Refusals(draft, rules.limits().rejectionsPerIdentifier());
        screening.rejected().forEach(refusals::screened);
        screening.usable().forEach(this::admit);
    }

    /** What nobody has may have been ordered, guarded or promised never to be used again. */
    private void admit(Usable one) {
        if (draft.owner(one.identifier()) == IdentityStore.NOBODY) {
            Mark mark = draft.mark(one.identifier());
            String reason = switch (mark.status()) {
                case USABLE -> null;
                case BLOCKED -> "blocked by order";
                case QUARANTINED -> "quarantined";
                case ERASED -> rules.afterErase() == AfterErase.REFUSE ? "erased" : null;
            };
            if (reason != null) {
                // Of what was erased not even a decision may say the value again.
                refusals.ignored(new Rejection(
                        mark.status() == Mark.Status.ERASED
                                ? new Identifier(one.type().name(), "erased")
                                : one.identifier(),
                        reason));
                return;
            }
            marks.put(one.identifier(), mark);
        }
        usable.add(one);
    }

    List<Output> outputs() {
        if (usable.isEmpty()) {
            return unidentified();
        }
        Set<Identifier> observed = new HashSet<>();
        usable.forEach(one -> observed.add(one.identifier()));
        group = new JoinGroup(rules, logTime, observed);
        refusals.by(usable.getFirst().identifier());
        usable.forEach(this::join);
        List<Profile> profiles = group.oldestFirst();
        boolean same = profiles.size() == 1 && group.additions().isEmpty();
        List<Output> outputs = same ? unchanged(profiles.getFirst()) : changed(profiles);
        outputs.addAll(quarantined());
        return outputs;
    }

    private List<Output> unidentified() {
        int given = entry.observation().identifiers().size();
        String rule = given == 0 ? "no identifier" : "no usable identifier";
        return List.of(
                new Output.Unidentified(rule + " among " + given),
                new Output.Decided(decision(Decision.Kind.UNIDENTIFIED, rule, List.of(), List.of(), refusals.all())));
    }

    private void join(Usable one) {
        long owner = draft.owner(one.identifier());
        if (owner != IdentityStore.NOBODY && group.holds(owner)) {
            accepted.add(one);
            return;
        }
        Candidate candidate = owner == IdentityStore.NOBODY
                ? Candidate.single(Known.first(
                        one.identifier(),
                        one.raw(),
                        entry,
                        marks.get(one.identifier()).apart()))
                : Candidate.whole(draft.profile(owner));
        Optional<String> refusal = group.refusal(one.type(), candidate);
        if (refusal.isEmpty()) {
            group.add(candidate);
            accepted.add(one);
            if (owner != IdentityStore.NOBODY) {
                joining.add(one);
            }
        } else if (!transferred(one, candidate, refusal.get())) {
            refusals.refused(one.identifier(), refusal.get());
        }
    }

    /** Takes a weak identifier away from who has it; {@code false} if it may not or would leave nothing behind. */
    private boolean transferred(Usable one, Candidate candidate, String refusal) {
        if (one.type().atLimit() != AtLimit.TRANSFER || candidate.identifiers().size() < 2) {
            return false;
        }
        Profile lender = candidate.profile().orElseThrow();
        Known held = lender.identifiers().stream()
                .filter(known -> known.identifier().equals(one.identifier()))
                .findFirst()
                .orElseThrow();
        Candidate alone = Candidate.single(Known.first(one.identifier(), one.raw(), entry, held.apart()));
        if (group.refusal(one.type(), alone).isPresent()) {
            return false;
        }
        draft.depart(lender, one.identifier());
        draft.put(lender.changed(new EvidenceGraph(lender.identifiers()).contracted(one.identifier())));
        if (lenders.stream().noneMatch(it -> it.sequence() == lender.sequence())) {
            lenders.add(lender);
        }
        moved.add(new Rejection(one.identifier(), "transferred: " + refusal));
        group.add(alone);
        accepted.add(one);
        return true;
    }

    /** Everything accepted is one profile's and was before. */
    private List<Output> unchanged(Profile profile) {
        Profile seen = profile.noted(
                Touch.seen(profile.identifiers(), accepted, entry.observation().asOf()));
        if (!seen.identifiers().equals(profile.identifiers())) {
            draft.put(seen);
        }
        List<Output> outputs = new ArrayList<>();
        outputs.add(new Output.Event(profile.id(), identifiers(accepted), isSettled(), Optional.empty()));
        List<Rejection> news = refusals.report();
        if (!news.isEmpty()) {
            Decision.After after = Decision.After.of(profile);
            outputs.add(new Output.Decided(decision(
                    Decision.Kind.REJECT,
                    news.getFirst().reason(),
                    List.of(Decision.Before.of(profile)),
                    List.of(after),
                    news)));
        }
        return outputs;
    }

    private List<Output> changed(List<Profile> profiles) {
        List<Decision.Before> before = new ArrayList<>();
        profiles.forEach(profile -> before.add(Decision.Before.of(profile)));
        lenders.forEach(profile -> before.add(Decision.Before.of(profile)));
        group.additions().forEach(this::admitted);
        Merging merging =
                profiles.isEmpty() ? founded() : Merging.of(draft, rules, evicted(profiles), group.additions());
        Profile survivor = merging.survivor();
        survivor = survivor.noted(tied(
                Touch.seen(survivor.identifiers(), accepted, entry.observation().asOf())));
        draft.put(survivor);

        List<Decision.After> after = new ArrayList<>();
        after.add(Decision.After.of(survivor));
        lenders.forEach(lender -> after.add(Decision.After.of(draft.profile(lender.sequence()))));
        List<Rejection> rejected = new ArrayList<>(refusals.all());
        rejected.addAll(moved);
        refusals.report();
        Decision decision = decision(kind(profiles), rule(profiles), before, after, rejected);
        List<Output> outputs = merging.outputs(decision.id());
        lenders.forEach(lender -> outputs.add(new Output.Identifiers(draft.profile(lender.sequence()), decision.id())));
        outputs.add(new Output.Event(
                survivor.id(),
                identifiers(accepted),
                isSettled(),
                Optional.of(new Output.Change(survivor, decision.id(), merging.absorbedIds()))));
        outputs.add(new Output.Decided(decision));
        return outputs;
    }

    /** What somebody has now is no longer remembered as erased or apart on its own. */
    private void admitted(Known known) {
        Mark mark = marks.get(known.identifier());
        if (mark != null
                && (mark.status() != Mark.Status.USABLE || !mark.apart().isEmpty())) {
            draft.mark(known.identifier(), mark.withStatus(Mark.Status.USABLE).withApart(List.of()));
        }
    }

    private Merging founded() {
        Known founding = group.additions().getFirst();
        Mark mark = marks.get(founding.identifier());
        Profile founded = new Profile(
                draft.nextSequence(),
                draft.idOf(founding.identifier(), mark),
                entry.loggedAt(),
                1,
                0,
                group.additions(),
                List.of());
        founded.identifiers().forEach(known -> draft.own(known.identifier(), founded.sequence()));
        return new Merging(founded, List.of());
    }

    private List<Profile> evicted(List<Profile> profiles) {
        List<Profile> left = new ArrayList<>(profiles);
        for (Known victim : group.evicted()) {
            left.replaceAll(profile -> {
                if (draft.owner(victim.identifier()) != profile.sequence()) {
                    return profile;
                }
                draft.release(profile, victim);
                moved.add(new Rejection(
                        victim.identifier(),
                        "evicted: limit " + victim.identifier().type()));
                return profile.changed(new EvidenceGraph(profile.identifiers()).contracted(victim.identifier()));
            });
        }
        return left;
    }

    /** A star: each identifier that was accepted, tied to the strongest one. */
    private List<Known> tied(List<Known> identifiers) {
        Identifier strongest = accepted.getFirst().identifier();
        Evidence tie = new Evidence(strongest, entry.offset(), Evidence.Kind.SEEN);
        return identifiers.stream()
                .map(known -> !known.identifier().equals(strongest) && isAccepted(known.identifier())
                        ? known.tied(tie)
                        : known)
                .toList();
    }

    private boolean isAccepted(Identifier identifier) {
        return accepted.stream().anyMatch(one -> one.identifier().equals(identifier));
    }

    private boolean isSettled() {
        return refusals.isEmpty() && accepted.stream().noneMatch(one -> Touch.isTouched(one.type()));
    }

    /** Identifiers that this observation made one refusal too many of; each leaves whatever it is in. */
    private List<Output> quarantined() {
        List<Output> outputs = new ArrayList<>();
        int number = 1;
        for (Identifier identifier : refusals.excessive()) {
            String decisionId = decisionId(number++);
            Withdrawal withdrawal = Withdrawal.of(draft, identifier, Mark.Status.QUARANTINED, entry.loggedAt());
            outputs.addAll(withdrawal.outputs(decisionId));
            outputs.add(new Output.Decided(new Decision(
                    decisionId,
                    Decision.Kind.QUARANTINE,
                    "refused by more than " + rules.limits().rejectionsPerIdentifier(),
                    List.of(identifier),
                    withdrawal.before(),
                    withdrawal.after(),
                    withdrawal.after().stream().findFirst().map(Decision.After::profileId),
                    List.of(),
                    inForce.version(),
                    entry.loggedAt())));
        }
        if (!outputs.isEmpty()) {
            outputs.add(draft.raiseEpoch());
        }
        return outputs;
    }

    private static List<Identifier> identifiers(List<Usable> usable) {
        return usable.stream().map(Usable::identifier).toList();
    }

    private static Decision.Kind kind(List<Profile> profiles) {
        return switch (profiles.size()) {
            case 0 -> Decision.Kind.CREATE;
            case 1 -> Decision.Kind.ADD;
            default -> Decision.Kind.MERGE;
        };
    }

    private String rule(List<Profile> profiles) {
        if (profiles.isEmpty()) {
            return "founded by " + group.additions().getFirst().identifier().type();
        }
        String types =
                String.join(", ", joining.stream().map(one -> one.type().name()).toList());
        return (profiles.size() == 1 ? "known by " : "joined by ") + types;
    }

    private Decision decision(
            Decision.Kind kind,
            String rule,
            List<Decision.Before> before,
            List<Decision.After> after,
            List<Rejection> rejected) {
        return new Decision(
                decisionId(0),
                kind,
                rule,
                identifiers(usable),
                before,
                after,
                after.stream().findFirst().map(Decision.After::profileId),
                rejected,
                inForce.version(),
                entry.loggedAt());
    }

    private String decisionId(int number) {
        return entry.workspace() + ":" + entry.offset() + ":" + number;
    }
}
