package io.penstock.schemas;

import java.time.Instant;
import java.util.List;

/**
 * One identity decision with its evidence.
 *
 * @param decisionId {@code <workspace>:<log offset>:<n>}; a replay of the log gives the same id
 * @param rule the rule that decided, in words of {@code identity.yaml}
 * @param before profiles involved, survivor first; empty for CREATE
 * @param after profiles that resulted, the one that kept its id first; empty for UNIDENTIFIED and ERASE
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
        List<After> after,
        String profileId,
        List<Rejected> rejected,
        long configVersion,
        Instant at) {
    public DecisionV1 {
        identifiers = List.copyOf(identifiers);
        before = List.copyOf(before);
        after = after == null ? List.of() : List.copyOf(after);
        rejected = List.copyOf(rejected);
    }

    /** What the decision did. */
    public enum Kind {
        /** A new profile. */
        CREATE,
        /** A known profile has more identifiers. */
        ADD,
        /** Profiles became one. */
        MERGE,
        /** Nothing changed, but something was refused for the first time. */
        REJECT,
        /** The record names nobody. */
        UNIDENTIFIED,
        /** An identifier was refused by so many people that it is taken for nobody's from now on. */
        QUARANTINE,
        /** A profile came apart, by command. */
        SPLIT,
        /** A command that two identifiers stay apart. */
        CANNOT_LINK,
        /** A value was blocked by command. */
        BLOCK,
        /** A person was forgotten; {@code identifiers} is empty. */
        ERASE
    }

    /**
     * What caused it: a record of a pipeline, or a command.
     *
     * @param rowKey key of the source row, or null
     * @param tableVersion version of the source table the row was read at, or null if the source has none
     * @param commandId the command, or null
     * @param author who gave the command, or null
     * @param source where the record was read: three-part table name, or null
     */
    public record Input(
            String pipeline,
            String recordId,
            long logOffset,
            String rowKey,
            Long tableVersion,
            String commandId,
            String author,
            String source) {}

    /** A profile as it is after the decision, with the number of its identifiers. */
    public record After(String profileId, int identifiers) {}

    /** A profile as it was before, with the number of its identifiers. */
    public record Before(String profileId, int identifiers) {}

    /** An identifier left out, and why: {@code limit customer_id 1}, {@code weak}, {@code blocked}, … */
    public record Rejected(String type, String value, String reason) {}
}
