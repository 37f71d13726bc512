package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.contract.ColumnNames;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.Set;

/**
 * What an earlier run decided and nobody has answered: a column that is held stays held, nulls that are refused stay
 * refused, although the change is part of the last description by now. A newer configuration version is an answer, and
 * so is the source when it fits the contract again.
 */
final class Continuation {
    private final Contract contract;
    private final Policies policies;
    private final Baseline last;
    private final Judgement judgement;

    Continuation(Contract contract, Policies policies, Baseline last, Judgement judgement) {
        this.contract = contract;
        this.policies = policies;
        this.last = last;
        this.judgement = judgement;
    }

    /** Adds to the judgement what goes on. */
    void apply(Bindings bindings, ColumnMatching matching, SourceSchema now) {
        contract.columns().forEach(column -> renamed(column, bindings));
        if (last.acknowledged()) {
            return;
        }
        if (contract.passesEverything()) {
            passing(matching, now);
        } else {
            contract.columns().stream()
                    .filter(column -> !in(last.redefined(), column.name()))
                    .forEach(column -> unanswered(column, bindings, now));
        }
    }

    /** A column under a name the contract does not know is held until the contract names it. */
    private void renamed(ContractColumn column, Bindings bindings) {
        String source = bindings.sources().get(column.name());
        if (policies.renamed() == Policy.HOLD && source != null && !contract.isNamed(column, source)) {
            judgement.hold(column.name());
        }
    }

    private void unanswered(ContractColumn column, Bindings bindings, SourceSchema now) {
        String before = bindings.sourceBefore(column.name()).orElse(null);
        String source = bindings.sources().get(column.name());
        if (before == null || source == null) {
            return;
        }
        boolean fitted = contract.isNamed(column, before)
                && TypeRules.accepts(
                        column.type(),
                        SparkTypeParser.parse(
                                last.schema().columns().get(before).type()));
        if (fitted && in(last.held(), column.name())) {
            judgement.hold(column.name());
        }
        if (in(last.noNulls(), column.name()) && mayBeNull(now, source)) {
            judgement.refuseNulls(column.name());
        }
    }

    /** Without a contract, a column that was there and was not passed was held. */
    private void passing(ColumnMatching matching, SourceSchema now) {
        for (String column : now.columns().keySet()) {
            String before = matching.then(column).orElse(null);
            if (before != null && !last.bindings().isEmpty() && !last.bindings().containsKey(before)) {
                judgement.hold(column);
            }
            if (before != null && last.noNulls().contains(before) && mayBeNull(now, column)) {
                judgement.refuseNulls(column);
            }
        }
    }

    private static boolean mayBeNull(SourceSchema now, String column) {
        return !Boolean.FALSE.equals(now.columns().get(column).nullable());
    }

    private static boolean in(Set<String> names, String name) {
        return ColumnNames.find(name, names).isPresent();
    }
}
