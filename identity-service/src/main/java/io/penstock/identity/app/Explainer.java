package io.penstock.identity.app;

import io.penstock.identity.core.Evidence;
import io.penstock.identity.core.Explanation;
import io.penstock.identity.core.IdentityStore;
import io.penstock.identity.core.Known;
import io.penstock.identity.core.Mark;
import io.penstock.identity.core.Profile;
import io.penstock.identity.core.ProfileIds;
import io.penstock.identity.core.RulesInForce;
import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.http.ProfileDirectory.Age;
import io.penstock.identity.http.ProfileDirectory.Answer;
import io.penstock.identity.http.WhyV1;
import io.penstock.identity.http.WhyV1.Verdict;
import io.penstock.identity.streams.Cause;
import io.penstock.identity.streams.ProfileQueries;
import io.penstock.schemas.IdentifierV1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts an explanation of the core together with what stood behind each entry. One look-up. */
final class Explainer {
    private final ProfileQueries queries;
    private final IdentityStore state;
    private final ProfileIds ids;
    private final String workspace;

    Explainer(ProfileQueries queries, ProfileIds ids, String workspace) {
        this.queries = queries;
        this.state = queries.resolver();
        this.ids = ids;
        this.workspace = workspace;
    }

    /** @throws RuntimeException if a change came in between two reads; asking again helps */
    Answer explain(Identifier first, Optional<Identifier> second, Age age) {
        Optional<Profile> one = profile(first);
        Optional<Profile> other = second.isEmpty() ? one : profile(second.get());
        if (one.isEmpty() || other.isEmpty()) {
            return new Answer.Unknown(one.isEmpty() ? "a" + standing(first) : "b" + standing(second.orElseThrow()));
        }
        return new Answer.Explained(why(first, second, one.get(), other.get()), age);
    }

    private WhyV1 why(Identifier first, Optional<Identifier> second, Profile one, Profile other) {
        if (second.isEmpty()) {
            return new WhyV1(workspace, Verdict.PERSON, List.of(), List.of(person(one)), List.of());
        }
        return switch (Explanation.of(state, workspace, first, second.get())) {
            case Explanation.Together(String _, List<Explanation.Step> steps) ->
                new WhyV1(
                        workspace,
                        Verdict.TOGETHER,
                        steps.stream()
                                .map(step -> tie(step.from(), step.to(), step.evidence()))
                                .toList(),
                        List.of(person(one)),
                        List.of());
            case Explanation.Apart(String _, String _, boolean byOrder) ->
                new WhyV1(
                        workspace,
                        byOrder ? Verdict.CANNOT_LINK : Verdict.APART,
                        List.of(),
                        List.of(person(one), person(other)),
                        refused(one, other));
            case Explanation.Unknown _ -> throw new IllegalStateException("it was known a moment ago");
        };
    }

    private Optional<Profile> profile(Identifier given) {
        return rules().normalise(given)
                .map(identifier -> state.owner(workspace, identifier))
                .filter(owner -> owner != IdentityStore.NOBODY)
                .flatMap(owner -> state.profile(workspace, owner));
    }

    private String standing(Identifier given) {
        Optional<Identifier> normalised = rules().normalise(given);
        if (normalised.isEmpty()) {
            return ": the rules in force make no identifier of it";
        }
        return switch (state.mark(workspace, ids.hash(workspace, normalised.get()))
                .status()) {
            case USABLE -> rules().screen(List.of(given)).usable().isEmpty() ? ": the rules in force refuse it" : "";
            case BLOCKED -> ": it is blocked by an order";
            case QUARANTINED -> ": too many people refused it, so it names nobody";
            case ERASED -> ": it belonged to a person who was forgotten";
        };
    }

    private Rules rules() {
        return state.rules(workspace).map(RulesInForce::rules).orElseGet(Rules::defaults);
    }

    private List<WhyV1.Refused> refused(Profile one, Profile other) {
        List<WhyV1.Refused> all = new ArrayList<>(refusedBy(one, other));
        all.addAll(refusedBy(other, one));
        return all;
    }

    /** A mark remembers half a hash of what refused; which of the other's identifiers that is, is found by trying. */
    private List<WhyV1.Refused> refusedBy(Profile whose, Profile other) {
        List<WhyV1.Refused> found = new ArrayList<>();
        for (Known known : whose.identifiers()) {
            Mark mark = state.mark(workspace, ids.hash(workspace, known.identifier()));
            if (mark.refusedBy().isEmpty()) {
                continue;
            }
            other.identifiers().stream()
                    .map(Known::identifier)
                    .filter(by ->
                            mark.refusedBy().contains(ids.hash(workspace, by).high()))
                    .forEach(by -> found.add(new WhyV1.Refused(wire(known.identifier()), wire(by))));
        }
        return found;
    }

    private WhyV1.Person person(Profile profile) {
        return new WhyV1.Person(
                profile.id(),
                profile.createdAt(),
                profile.merges(),
                profile.identifiers().stream().map(this::joined).toList());
    }

    private WhyV1.Joined joined(Known known) {
        return new WhyV1.Joined(
                wire(known.identifier()),
                known.firstSeen(),
                origin(known.since()),
                known.evidence().stream()
                        .map(evidence -> tie(known.identifier(), evidence.with(), evidence))
                        .toList(),
                known.apart().stream().map(Explainer::wire).toList());
    }

    private WhyV1.Tie tie(Identifier from, Identifier to, Evidence evidence) {
        return new WhyV1.Tie(wire(from), wire(to), evidence.kind().name(), origin(evidence.logOffset()));
    }

    private WhyV1.Origin origin(long logOffset) {
        String decision = workspace + ":" + logOffset + ":0";
        return queries.cause(workspace, logOffset)
                .map(cause -> origin(decision, cause))
                .orElseGet(() -> new WhyV1.Origin(decision, logOffset, null, null, null, null, null, null, null));
    }

    private static WhyV1.Origin origin(String decision, Cause cause) {
        return new WhyV1.Origin(
                decision,
                cause.logOffset(),
                cause.pipeline(),
                cause.source(),
                cause.tableVersion() < 0 ? null : cause.tableVersion(),
                cause.rowKey(),
                cause.recordId(),
                cause.commandId(),
                cause.author());
    }

    private static IdentifierV1 wire(Identifier identifier) {
        return new IdentifierV1(identifier.type(), identifier.value());
    }
}
