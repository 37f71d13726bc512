package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An identifier that names nobody from now on: its profile comes apart where only this held it together. */
record Withdrawal(Optional<Profile> from, Optional<Separation> separation) {
    static Withdrawal of(Draft draft, Identifier identifier, Mark.Status status, Instant at) {
        long owner = draft.owner(identifier);
        if (owner == IdentityStore.NOBODY) {
            draft.mark(identifier, draft.mark(identifier).withStatus(status).withRefusedBy(List.of()));
            return new Withdrawal(Optional.empty(), Optional.empty());
        }
        Profile profile = draft.profile(owner);
        profile.identifiers().stream()
                .filter(known -> known.identifier().equals(identifier))
                .forEach(known -> draft.release(profile, known));
        draft.mark(identifier, draft.mark(identifier).withStatus(status).withRefusedBy(List.of()));
        List<Known> left = new EvidenceGraph(profile.identifiers()).without(Set.of(identifier));
        List<List<Known>> pieces = new EvidenceGraph(left).components();
        return new Withdrawal(Optional.of(profile), Optional.of(Separation.of(draft, profile, pieces, List.of(), at)));
    }

    List<Output> outputs(String decisionId) {
        List<Output> outputs = new ArrayList<>();
        separation.ifPresent(it -> outputs.addAll(it.outputs(decisionId)));
        return outputs;
    }

    List<Decision.Before> before() {
        return from.stream().map(Decision.Before::of).toList();
    }

    List<Decision.After> after() {
        return separation.map(Separation::after).orElse(List.of());
    }
}
