package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * One identity decision with its evidence.
 *
 * @param decisionId {@code <workspace>:<log offset>:<n>}; a replay of the log gives the same id
 * @param rule the rule that decided, in words of {@code identity.yaml}
 * @param before profiles involved, survivor first; empty for CREATE
 * @param profileId the profile after the decision
 * @param rejected identifiers that were not joined, with the reason
 */
public record DecisionV1(
        String decisionId,
        String workspace,
        Kind kind,
        String rule,
        Input input,
        List<IdentifierV1> identifiers,
        List<Before> before,
        String profileId,
        List<Rejected> rejected,
        long configVersion,
        Instant at) {
    public DecisionV1 {
        identifiers = List.copyOf(identifiers);
        before = List.copyOf(before);
        rejected = List.copyOf(rejected);
    }

    /** What the decision did. */
    public enum Kind {
        CREATE,
        ADD,
        MERGE,
        REJECT,
        UNIDENTIFIED
    }

    /** What caused it: pipeline, record and position in the identity log. */
    public record Input(String pipeline, String recordId, long logOffset) {}

    /** A profile as it was before, with the number of its identifiers. */
    public record Before(String profileId, int identifiers) {}

    /** An identifier left out, and why: {@code limit customer_id 1}, {@code weak}, {@code blocked}, … */
    public record Rejected(String type, String value, String reason) {}
}
