package io.penstock.identity.core;

import io.penstock.identity.core.rules.Identifier;
import io.penstock.identity.core.rules.Rules;
import io.penstock.identity.core.rules.Screening;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why two identifiers are one person, or that they are not. */
public sealed interface Explanation {
    /** @param steps fewest ties from the first to the second; empty if both are the same */
    record Together(String profileId, List<Step> steps) implements Explanation {
        public Together {
            steps = List.copyOf(steps);
        }
    }

    /** @param byOrder whether an order keeps exactly these two apart */
    record Apart(String firstProfileId, String secondProfileId, boolean byOrder) implements Explanation {}

    /** Nobody has it. */
    record Unknown(Identifier identifier) implements Explanation {}

    /**
     * One tie.
     *
     * @param decisionId the decision of the entry, which names the record or the order behind it
     * @param source pipeline that brought the weaker of the two first
     * @param firstSeen as-of time of the record that brought the weaker of the two first
     */
    record Step(
            Identifier from, Identifier to, Evidence evidence, String decisionId, String source, Instant firstSeen) {}

    /** Reads only. Identifiers as given are normalised by the rules in force. */
    static Explanation of(IdentityStore state, String workspace, Identifier first, Identifier second) {
        Rules rules = state.rules(workspace).orElse(RulesInForce.DEFAULT).rules();
        Identifier a = normalised(rules, first);
        Identifier b = normalised(rules, second);
        long one = state.owner(workspace, a);
        long other = state.owner(workspace, b);
        if (one == IdentityStore.NOBODY || other == IdentityStore.NOBODY) {
            return new Unknown(one == IdentityStore.NOBODY ? a : b);
        }
        Profile profile = state.profile(workspace, one).orElseThrow();
        if (one != other) {
            boolean byOrder = known(profile, a).apart().contains(b);
            return new Apart(profile.id(), state.profileId(workspace, other), byOrder);
        }
        Optional<List<EvidenceGraph.Tie>> path = new EvidenceGraph(profile.identifiers()).path(a, b);
        return new Together(
                profile.id(),
                path
                        .orElseThrow(
                                () -> new IllegalStateException("profile " + profile.id() + " is not tied together"))
                        .stream()
                        .map(tie -> step(workspace, profile, tie))
                        .toList());
    }

    private static Step step(String workspace, Profile profile, EvidenceGraph.Tie tie) {
        Identifier weaker = tie.evidence().with().equals(tie.from()) ? tie.to() : tie.from();
        Known known = known(profile, weaker);
        return new Step(
                tie.from(),
                tie.to(),
                tie.evidence(),
                workspace + ":" + tie.evidence().logOffset() + ":0",
                known.source(),
                known.firstSeen());
    }

    private static Known known(Profile profile, Identifier identifier) {
        return profile.identifiers().stream()
                .filter(known -> known.identifier().equals(identifier))
                .findFirst()
                .orElseThrow();
    }

    private static Identifier normalised(Rules rules, Identifier given) {
        Screening screening = rules.screen(List.of(given));
        return screening.usable().isEmpty()
                ? screening.rejected().getFirst().identifier()
                : screening.usable().getFirst().identifier();
    }
}
