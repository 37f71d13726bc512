package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.change.ContractCheck.Fate;
import io.penstock.ingest.core.contract.ColumnNames;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides before a run reads anything from which source column each contract column is read, and whether the source
 * still satisfies the contract.
 *
 * <p>Two kinds of reasons stop a pipeline. Against the contract itself, however long ago it happened: a column that is
 * not optional is missing, or a column's type is not the contract's. Against the last checkpoint: a change whose policy
 * is {@code pause} or {@code quarantine} although the contract would bear it; a newer configuration version counts as
 * the answer to these. A stopped pipeline keeps its checkpoint, so nothing is lost: it reads on from there.
 */
public final class SchemaGate {
    private final Contract contract;
    private final Contract reliedOn;
    private final Policies policies;
    private final Dependants dependants;

    public SchemaGate(Contract contract, Policies policies, Dependants dependants) {
        this(contract, policies, dependants, Set.of());
    }

    /**
     * With names that the pipeline uses though its contract does not hold them: key, identifiers, watermark. They are
     * followed through renames like contract columns, and the bindings say where they are.
     *
     * @param others such names; those of contract columns may be among them
     */
    public SchemaGate(Contract contract, Policies policies, Dependants dependants, Set<String> others) {
        this.contract = contract;
        this.policies = policies;
        this.dependants = dependants;
        Stream<ContractColumn> unlisted = others.stream()
                .sorted()
                .filter(name -> contract.columns().stream().noneMatch(column -> ColumnNames.same(column.name(), name)))
                .map(name -> new ContractColumn(
                        name, SparkType.ANY, SparkType.ANY.text(), false, false, List.of(), null, null, List.of()));
        this.reliedOn = new Contract(
                Stream.concat(contract.columns().stream(), unlisted).toList());
    }

    /**
     * The last description of the source.
     *
     * @param schema its columns; ids and nullability where they were known
     * @param bindings contract column to the source column it was read from
     * @param redefined contract columns whose definition changed since: they are looked for by name again
     * @param acknowledged whether the configuration is newer than the description
     * @param held what {@link Verdict#held} said then (of {@link SchemaGate#decide}, not of
     *     {@link SchemaGate#allNull}): a change that is held stays held until a newer configuration
     * @param noNulls likewise
     */
    public record Baseline(
            SourceSchema schema,
            Map<String, String> bindings,
            Set<String> redefined,
            boolean acknowledged,
            Set<String> held,
            Set<String> noNulls) {
        /** Without anything held or refused. */
        public Baseline(
                SourceSchema schema, Map<String, String> bindings, Set<String> redefined, boolean acknowledged) {
            this(schema, bindings, redefined, acknowledged, Set.of(), Set.of());
        }
    }

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
     * @param bindings contract column, and any other name the pipeline relies on, to source column; without a contract
     *     every column that passes to itself as well
     * @param held contract columns (without a contract: source columns) left out of every row, because their policy is
     *     to keep the last value
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
     * What to do about columns that turned out to have no value in any row though they had some before. Holds for one
     * run: it is asked again as long as there are no values.
     *
     * @param columns contract columns (source columns without a contract)
     * @return changes, stop and held only
     */
    public Verdict allNull(Set<String> columns, Map<String, String> bindings) {
        return allNull(columns, bindings, false);
    }

    /**
     * As above.
     *
     * @param acknowledged whether the configuration is newer than the last run that saw values: then nothing stops
     */
    public Verdict allNull(Set<String> columns, Map<String, String> bindings, boolean acknowledged) {
        Judgement judgement = new Judgement();
        ChangeAnswer answer = new ChangeAnswer(contract, acknowledged, Map.of(), judgement);
        List<Noted> noted = columns.stream()
                .sorted()
                .map(column -> new ColumnChange(
                        Kind.ALL_NULL,
                        bindings.getOrDefault(column, column),
                        null,
                        null,
                        "no row of the source has a value, and some had one before",
                        column))
                .map(change -> note(change, answer))
                .toList();
        return new Verdict(noted, judgement.stop(), bindings, judgement.held(), Set.of(), List.of());
    }

    /**
     * Decides. Without a baseline there are no changes, but the contract is checked all the same.
     *
     * @param history the commits between the baseline and now
     */
    public Verdict decide(Optional<Baseline> baseline, SourceSchema schema, History history) {
        return baseline.map(last -> decide(last, schema, history)).orElseGet(() -> first(schema));
    }

    private Verdict first(SourceSchema schema) {
        Judgement judgement = new Judgement();
        Bindings bindings = Bindings.byName(reliedOn, schema);
        check(bindings, schema, judgement);
        return verdict(List.of(), bindings, schema, judgement, List.of());
    }

    private Verdict decide(Baseline last, SourceSchema schema, History history) {
        Judgement judgement = new Judgement();
        ColumnMatching matching = ColumnMatching.of(last.schema(), schema, history);
        boolean anew = policies.removed() == Policy.ALLOW || policies.removed() == Policy.FOLLOW;
        Bindings bindings = Bindings.following(reliedOn, last, matching, schema, anew);
        Map<String, Fate> fates = check(bindings, schema, judgement);
        ChangeAnswer answer = new ChangeAnswer(contract, last.acknowledged(), fates, judgement);
        List<Noted> noted = new SchemaComparison(
                        reliedOn, last.schema(), schema, matching, bindings, contract.passesEverything())
                .changes().stream().map(change -> note(change, answer)).toList();
        new Continuation(contract, policies, last, judgement).apply(bindings, matching, schema);
        return verdict(noted, bindings, schema, judgement, missing(last, bindings, matching, schema));
    }

    private Map<String, Fate> check(Bindings bindings, SourceSchema schema, Judgement judgement) {
        ContractCheck check = new ContractCheck(reliedOn, policies, judgement);
        Map<String, Fate> fates = new LinkedHashMap<>();
        reliedOn.columns().forEach(column -> fates.put(column.name(), check.check(column, bindings, schema)));
        return fates;
    }

    private Verdict verdict(
            List<Noted> noted, Bindings bindings, SourceSchema schema, Judgement judgement, List<Missing> missing) {
        SequencedMap<String, String> sources = new LinkedHashMap<>();
        if (contract.passesEverything()) {
            schema.columns().keySet().stream()
                    .filter(column -> !judgement.held().contains(column))
                    .forEach(column -> sources.put(column, column));
        }
        sources.putAll(bindings.sources());
        return new Verdict(noted, judgement.stop(), sources, judgement.held(), judgement.noNulls(), missing);
    }

    private Noted note(ColumnChange change, ChangeAnswer answer) {
        Policy policy = policies.of(change.kind());
        Set<String> touches = new LinkedHashSet<>(dependants.of(change.contractColumn()));
        if (contract.passesEverything() && change.kind() == Kind.RENAMED) {
            touches.addAll(dependants.of(change.before()));
        }
        List<String> touched = List.copyOf(touches);
        return new Noted(change, policy, touched, answer.to(change, policy, touched));
    }

    private List<Missing> missing(Baseline last, Bindings bindings, ColumnMatching matching, SourceSchema schema) {
        List<Missing> missing = new ArrayList<>();
        for (ContractColumn column : contract.columns()) {
            String source = bindings.lost().get(column.name());
            if (source != null && !bindings.sources().containsKey(column.name())) {
                SourceColumn before = last.schema().columns().get(source);
                missing.add(new Missing(
                        column.name(),
                        source,
                        matching.added().stream()
                                .filter(name -> bindings.ownerNow(name).isEmpty())
                                .filter(name ->
                                        fits(column, before, schema.columns().get(name)))
                                .toList()));
            }
        }
        return missing;
    }

    private static boolean fits(ContractColumn column, SourceColumn before, SourceColumn candidate) {
        return candidate.type().equalsIgnoreCase(before.type())
                || TypeRules.accepts(column.type(), SparkTypeParser.parse(candidate.type()));
    }
}
