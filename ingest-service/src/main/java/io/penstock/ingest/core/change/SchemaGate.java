package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides before a run reads anything whether the source still satisfies the contract.
 *
 * <p>Two kinds of reasons stop a pipeline. Against the contract itself, however long ago it happened: a column that is
 * not optional is missing ({@code removed: pause}), or a column's type is not the contract's ({@code retyped:
 * quarantine} or {@code pause}). Against the last checkpoint: a change whose policy is {@code pause} or
 * {@code quarantine} although the contract would bear it; a newer configuration version counts as the answer to these.
 * A stopped pipeline keeps its checkpoint, so nothing is lost: it reads on from there.
 */
public final class SchemaGate {
    private final Contract contract;
    private final Policies policies;
    private final Dependants dependants;

    public SchemaGate(Contract contract, Policies policies, Dependants dependants) {
        this.contract = contract;
        this.policies = policies;
        this.dependants = dependants;
    }

    /**
     * The last description of the source.
     *
     * @param schema its columns; ids and nullability where they were known
     * @param bindings contract column to the source column it was read from
     * @param redefined contract columns whose definition changed since: they are looked for by name again
     * @param acknowledged whether the configuration is newer than the description
     */
    public record Baseline(
            SourceSchema schema, Map<String, String> bindings, Set<String> redefined, boolean acknowledged) {}

    /**
     * A change with its policy and what depends on the column.
     *
     * @param action what is done about it, in a few words
     */
    public record Noted(ColumnChange change, Policy policy, List<String> touches, String action) {}

    /**
     * Why a run must not read.
     *
     * @param quarantine whether rows wait in the source because every one of them is affected; else the pipeline pauses
     */
    public record Stop(String detail, boolean quarantine) {}

    /**
     * A contract column that is gone, and what it could be now.
     *
     * @param source the source column it was read from last
     * @param candidates new source columns of a fitting type that nothing is read from
     */
    public record Missing(String contractColumn, String source, List<String> candidates) {}

    /**
     * The decision.
     *
     * @param stop why the run must not read, or empty
     * @param bindings contract column to source column; without a contract every column to itself
     * @param held contract columns left out of every row, because their policy is to keep the last value
     * @param noNulls contract columns in which a null is quarantined though the contract does not require a value
     * @param missing contract columns that are gone
     */
    public record Verdict(
            List<Noted> changes,
            Optional<Stop> stop,
            Map<String, String> bindings,
            Set<String> held,
            Set<String> noNulls,
            List<Missing> missing) {}

    /**
     * What to do about columns that turned out to have no value in any row though they had some before.
     *
     * @param columns contract columns (source columns without a contract)
     * @return changes, stop and held only
     */
    public Verdict allNull(Set<String> columns, Map<String, String> bindings) {
        return new Verdict(List.of(), Optional.empty(), bindings, Set.of(), Set.of(), List.of());
    }

    /**
     * Decides. Without a baseline there are no changes, but the contract is checked all the same.
     *
     * @param history the commits between the baseline and now
     */
    public Verdict decide(Optional<Baseline> baseline, SourceSchema schema, History history) {
        Map<String, String> now = schema.typeTexts();
        List<Noted> changes = baseline.stream()
                .flatMap(
                        last -> SchemaComparison.compare(contract, last.schema().typeTexts(), now).stream())
                .map(change ->
                        new Noted(change, policies.of(change.kind()), dependants.of(change.contractColumn()), "noted"))
                .toList();
        List<String> stops = new ArrayList<>();
        Set<String> held = new HashSet<>();
        contract.columns().forEach(column -> against(column, now, stops, held));
        if (!baseline.map(Baseline::acknowledged).orElse(true)) {
            changes.stream().filter(this::stops).map(SchemaGate::sentence).forEach(stops::add);
        }
        Map<String, String> bindings = new LinkedHashMap<>();
        if (contract.passesEverything()) {
            now.keySet().forEach(column -> bindings.put(column, column));
        }
        contract.columns()
                .forEach(column ->
                        contract.find(column, now.keySet()).ifPresent(source -> bindings.put(column.name(), source)));
        return new Verdict(
                changes,
                stops.isEmpty() ? Optional.empty() : Optional.of(new Stop(String.join("; ", stops), false)),
                bindings,
                held,
                Set.of(),
                List.of());
    }

    private void against(ContractColumn column, Map<String, String> now, List<String> stops, Set<String> held) {
        Optional<String> found = contract.find(column, now.keySet());
        if (found.isEmpty()) {
            if (column.optional()) {
                return;
            }
            switch (policies.removed()) {
                case PAUSE ->
                    stops.add("column " + column.name() + " is not in the source (looked for "
                            + String.join(", ", contract.names(column)) + "; policy removed: pause)");
                case HOLD -> held.add(column.name());
                case ALLOW, FOLLOW, QUARANTINE -> {}
            }
            return;
        }
        SparkType type = SparkTypeParser.parse(now.get(found.get()));
        if (!TypeRules.accepts(column.type(), type)) {
            switch (policies.retyped()) {
                case QUARANTINE, PAUSE ->
                    stops.add("column " + found.get() + " is " + now.get(found.get()) + ", the contract says "
                            + column.typeText() + " (policy retyped: "
                            + policies.retyped().word() + ")");
                case HOLD -> held.add(column.name());
                case ALLOW, FOLLOW -> {}
            }
        }
    }

    /** Changes the contract's own columns do not answer already. */
    private boolean stops(Noted noted) {
        boolean strict = noted.policy() == Policy.PAUSE || noted.policy() == Policy.QUARANTINE;
        return switch (noted.change().kind()) {
            case ADDED -> strict;
            case RENAMED -> strict || noted.policy() == Policy.HOLD;
            case WIDENED, NARROWED, NULLABILITY, ALL_NULL -> false;
            case RETYPED, REMOVED ->
                strict && contract.passesEverything() && !noted.touches().isEmpty();
        };
    }

    private static String sentence(Noted noted) {
        ColumnChange change = noted.change();
        String what =
                "column " + change.column() + " was " + change.kind().name().toLowerCase(java.util.Locale.ROOT);
        String from = change.kind() == Kind.RENAMED || change.kind() == Kind.RETYPED
                ? " (" + change.before() + " before)"
                : "";
        return what + from + ", policy " + noted.policy().word() + ": apply a new version of the pipeline to accept it";
    }
}
