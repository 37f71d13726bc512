package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.Optional;

/**
 * Whether the source as it is now bears the contract, whenever it changed. What stops here lasts until the contract or
 * the source fits; no newer configuration version alone is an answer.
 */
final class ContractCheck {
    /** What becomes of a contract column in this run. */
    enum Fate {
        /** The source has it, in a type that the contract accepts. */
        READ("allowed"),
        /** The source has none, and the run goes on without it. */
        ABSENT("allowed"),
        /** Every row is judged by its value. */
        ROW_BY_ROW("rows quarantined one by one"),
        HELD("held"),
        WAITING("waiting in the source"),
        PAUSED("paused");

        private final String action;

        Fate(String action) {
            this.action = action;
        }

        /** In a few words. */
        String action() {
            return action;
        }
    }

    private final Contract contract;
    private final Policies policies;
    private final Judgement judgement;

    ContractCheck(Contract contract, Policies policies, Judgement judgement) {
        this.contract = contract;
        this.policies = policies;
        this.judgement = judgement;
    }

    /** Judges one column. */
    Fate check(ContractColumn column, Bindings bindings, SourceSchema now) {
        String source = bindings.sources().get(column.name());
        if (source == null) {
            return missing(column, bindings, now);
        }
        SourceColumn found = now.columns().get(source);
        SparkType type = SparkTypeParser.parse(found.type());
        if (TypeRules.accepts(column.type(), type)) {
            return Fate.READ;
        }
        boolean wider = TypeChange.between(column.typeText(), found.type(), Optional.empty())
                .kind()
                .equals(Optional.of(Kind.WIDENED));
        return wrongType(column, found, type, wider ? Kind.WIDENED : Kind.RETYPED);
    }

    private Fate missing(ContractColumn column, Bindings bindings, SourceSchema now) {
        if (column.optional()) {
            return Fate.ABSENT;
        }
        Policy policy = policies.removed();
        return switch (policy) {
            case ALLOW, FOLLOW -> Fate.ABSENT;
            case HOLD -> held(column);
            case QUARANTINE, PAUSE -> stopped(policy, gone(column, bindings, now, policy));
        };
    }

    private String gone(ContractColumn column, Bindings bindings, SourceSchema now, Policy policy) {
        Optional<String> another = contract.find(column, now.columns().keySet())
                .filter(name -> bindings.ownerNow(name).isEmpty());
        String looked = String.join(", ", contract.names(column));
        return "column " + column.name() + " is not in the source (looked for " + looked + "; policy removed: "
                + policy.word() + ")"
                + another.map(name -> "; " + name + " is another column than the one read before: apply a new version"
                                + " of the pipeline to read it")
                        .orElse("");
    }

    private Fate wrongType(ContractColumn column, SourceColumn found, SparkType type, Kind kind) {
        Policy policy = policies.of(kind);
        String word = kind.name().toLowerCase(java.util.Locale.ROOT);
        String reason = "column " + found.name() + " is " + found.type() + ", the contract says " + column.typeText()
                + " (policy " + word + ": " + policy.word() + ")";
        return switch (policy) {
            case ALLOW, FOLLOW -> Fate.ROW_BY_ROW;
            case HOLD -> held(column);
            case QUARANTINE -> TypeRules.mayHold(column.type(), type) ? Fate.ROW_BY_ROW : stopped(policy, reason);
            case PAUSE -> stopped(policy, reason);
        };
    }

    private Fate held(ContractColumn column) {
        judgement.hold(column.name());
        return Fate.HELD;
    }

    private Fate stopped(Policy policy, String reason) {
        judgement.stop(policy, reason);
        return policy == Policy.QUARANTINE ? Fate.WAITING : Fate.PAUSED;
    }
}
