package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.change.ContractCheck.Fate;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The policies' answer to each change since the last description. What stops here is answered by a newer version of the
 * configuration; what the contract itself says is {@link ContractCheck}'s.
 */
final class ChangeAnswer {
    private static final String REPORTED = "reported";
    private static final String FOLLOWED = "followed";

    private final Contract contract;
    private final boolean everythingPasses;
    private final boolean acknowledged;
    private final Map<String, Fate> fates;
    private final Judgement judgement;

    /**
     * Sets up the answers of one run.
     *
     * @param contract the contract's own columns
     * @param fates contract columns, and other names the pipeline relies on, to what became of them
     */
    ChangeAnswer(Contract contract, boolean acknowledged, Map<String, Fate> fates, Judgement judgement) {
        this.contract = contract;
        this.everythingPasses = contract.passesEverything();
        this.acknowledged = acknowledged;
        this.fates = fates;
        this.judgement = judgement;
    }

    /** Answers a change and says how, in a few words. */
    String to(ColumnChange change, Policy policy, List<String> touches) {
        return switch (change.kind()) {
            case ADDED -> added(change, policy);
            case REMOVED -> removed(change, policy, touches);
            case RENAMED -> renamed(change, policy, touches);
            case RETYPED, WIDENED, NARROWED -> retyped(change, policy, touches);
            case NULLABILITY -> nullability(change, policy);
            case ALL_NULL -> allNull(change, policy);
        };
    }

    private String added(ColumnChange change, Policy policy) {
        if (!everythingPasses && change.contractColumn() != null) {
            return "read as " + change.contractColumn();
        }
        return switch (policy) {
            case ALLOW, FOLLOW -> "allowed";
            case HOLD -> everythingPasses ? held(change) : "held";
            case QUARANTINE, PAUSE -> stopped(change, policy, "allowed");
        };
    }

    private String removed(ColumnChange change, Policy policy, List<String> touches) {
        if (!everythingPasses) {
            Fate fate = fates.get(change.contractColumn());
            boolean optional = column(change).map(ContractColumn::optional).orElse(false);
            return fate == null || (optional && fate == Fate.ABSENT)
                    ? REPORTED
                    : fate == Fate.READ ? "allowed: a new column is read" : fate.action();
        }
        if (touches.isEmpty()) {
            return REPORTED;
        }
        return switch (policy) {
            case ALLOW, FOLLOW -> "allowed";
            case HOLD -> "held";
            case QUARANTINE, PAUSE -> stopped(change, policy, "allowed");
        };
    }

    private String renamed(ColumnChange change, Policy policy, List<String> touches) {
        if (everythingPasses && !touches.isEmpty() && (policy == Policy.ALLOW || policy == Policy.FOLLOW)) {
            return unfollowed(change, policy);
        }
        String followed = everythingPasses ? "passes under its new name" : FOLLOWED;
        if (!everythingPasses && change.contractColumn() == null) {
            return REPORTED;
        }
        boolean named = !everythingPasses
                && column(change)
                        .map(column -> contract.isNamed(column, change.column()))
                        .orElse(false);
        if (named) {
            return FOLLOWED;
        }
        return switch (policy) {
            case ALLOW, FOLLOW -> followed;
            case HOLD -> everythingPasses || column(change).isPresent() ? held(change) : followed;
            case QUARANTINE, PAUSE -> stopped(change, policy, followed);
        };
    }

    /** What names the old column would fall silent: there is no contract's name under which the new one could pass. */
    private String unfollowed(ColumnChange change, Policy policy) {
        if (acknowledged) {
            return "passes under its new name";
        }
        judgement.stop(
                policy,
                "column " + change.column() + " was renamed (" + change.before()
                        + " before), and the pipeline depends on"
                        + " the old name: without a contract nothing can follow it. Apply a new version that names the new"
                        + " column, or one with a contract that says was: [" + change.before() + "]");
        return Fate.PAUSED.action();
    }

    private String retyped(ColumnChange change, Policy policy, List<String> touches) {
        Fate fate = fates.get(change.contractColumn());
        if (everythingPasses) {
            return passing(change, policy, touches);
        }
        if (column(change).isEmpty()) {
            return REPORTED;
        }
        boolean fitted = column(change)
                .map(column -> TypeRules.accepts(column.type(), SparkTypeParser.parse(change.before())))
                .orElse(true);
        return switch (policy) {
            case ALLOW, FOLLOW, QUARANTINE -> fate.action();
            case HOLD -> fitted && fate != Fate.WAITING && fate != Fate.PAUSED ? held(change) : fate.action();
            case PAUSE ->
                fate == Fate.WAITING || fate == Fate.PAUSED || !fitted
                        ? fate.action()
                        : stopped(change, policy, fate.action());
        };
    }

    /** Without a contract every value is of the right type, and only what something depends on is worth a stop. */
    private String passing(ColumnChange change, Policy policy, List<String> touches) {
        return switch (policy) {
            case ALLOW, FOLLOW -> "allowed";
            case HOLD -> held(change);
            case QUARANTINE, PAUSE ->
                change.kind() == Kind.RETYPED && touches.isEmpty() ? REPORTED : stopped(change, policy, "allowed");
        };
    }

    private String nullability(ColumnChange change, Policy policy) {
        if (!everythingPasses && column(change).isEmpty()) {
            return REPORTED;
        }
        boolean nullable = "nullable".equals(change.after());
        return switch (policy) {
            case ALLOW, FOLLOW -> "allowed";
            case HOLD -> nullable ? held(change) : "allowed";
            case QUARANTINE -> nullable && !acknowledged ? refused(change) : "allowed";
            case PAUSE -> stopped(change, policy, "allowed");
        };
    }

    private String allNull(ColumnChange change, Policy policy) {
        return switch (policy) {
            case ALLOW, FOLLOW -> "allowed";
            case HOLD -> held(change);
            case QUARANTINE, PAUSE -> stopped(change, policy, "allowed");
        };
    }

    private String held(ColumnChange change) {
        judgement.hold(change.contractColumn());
        return Fate.HELD.action();
    }

    private String refused(ColumnChange change) {
        judgement.refuseNulls(change.contractColumn());
        return Fate.ROW_BY_ROW.action();
    }

    private String stopped(ColumnChange change, Policy policy, String otherwise) {
        if (acknowledged) {
            return otherwise;
        }
        judgement.stop(policy, sentence(change, policy));
        return (policy == Policy.QUARANTINE ? Fate.WAITING : Fate.PAUSED).action();
    }

    private Optional<ContractColumn> column(ColumnChange change) {
        return contract.columns().stream()
                .filter(column -> column.name().equals(change.contractColumn()))
                .findFirst();
    }

    private static String sentence(ColumnChange change, Policy policy) {
        String happened = switch (change.kind()) {
            case RENAMED -> "was renamed (" + change.before() + " before)";
            case RETYPED, WIDENED, NARROWED -> "is " + change.after() + " (" + change.before() + " before)";
            case NULLABILITY -> "is " + change.after();
            case ALL_NULL -> "has no value in any row, and had some before";
            case ADDED -> "was added";
            case REMOVED -> "was removed";
        };
        String kind = change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return "column " + change.column() + " " + happened + " (policy " + kind + ": " + policy.word()
                + "): apply a new version of the pipeline to accept it";
    }
}
