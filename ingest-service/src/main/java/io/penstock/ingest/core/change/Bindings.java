package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.SchemaGate.Baseline;
import io.penstock.ingest.core.contract.ColumnNames;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Which source column each contract column is read from. A column that was read before is followed wherever it went;
 * names are looked up only for contract columns that are new, were defined anew or lost their column, and then, unless
 * a newer configuration says otherwise, only among source columns that are new as well: one that stood beside the old
 * one is somebody else. No source column is read for two contract columns.
 */
final class Bindings {
    private final Contract contract;
    private final SequencedMap<String, String> sources = new LinkedHashMap<>();
    private final SequencedMap<String, String> declared = new LinkedHashMap<>();
    private final SequencedMap<String, String> lost = new LinkedHashMap<>();
    private final SequencedMap<String, String> owners = new LinkedHashMap<>();

    private Bindings(Contract contract) {
        this.contract = contract;
    }

    /** Looks every column up by name: nothing is known from before. */
    static Bindings byName(Contract contract, SourceSchema now) {
        Bindings bindings = new Bindings(contract);
        bindings.lookUp(contract.columns(), now.columns().keySet());
        return bindings;
    }

    /**
     * Follows the columns read before.
     *
     * @param anew whether a lost column may be replaced by a new one of its name without asking
     */
    static Bindings following(
            Contract contract, Baseline last, ColumnMatching matching, SourceSchema now, boolean anew) {
        Bindings bindings = new Bindings(contract);
        bindings.remember(last);
        bindings.follow(last, matching, now, anew);
        return bindings;
    }

    /** Contract column to source column; columns that are missing have none. */
    SequencedMap<String, String> sources() {
        return sources;
    }

    /** Source columns of before to those that the contract itself declares to be the same ones now. */
    SequencedMap<String, String> declared() {
        return declared;
    }

    /** Contract columns whose source column is gone, to that column, whether or not another one is read now. */
    SequencedMap<String, String> lost() {
        return lost;
    }

    /** The contract column that a source column was read for before. */
    Optional<String> ownerBefore(String source) {
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().equals(source))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The source column that a contract column was read from before. */
    Optional<String> sourceBefore(String column) {
        return Optional.ofNullable(owners.get(column));
    }

    /** The contract column that a source column is read for now. */
    Optional<String> ownerNow(String source) {
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().equals(source))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A checkpoint of a version that kept no bindings (and held nothing) read what the names said. */
    private void remember(Baseline last) {
        Collection<String> present = last.schema().columns().keySet();
        if (last.bindings().isEmpty() && last.held().isEmpty()) {
            owners.putAll(byName(contract, last.schema()).sources());
        } else {
            contract.columns()
                    .forEach(column -> ColumnNames.find(
                                    column.name(), last.bindings().keySet())
                            .flatMap(name -> ColumnNames.find(last.bindings().get(name), present))
                            .ifPresent(source -> owners.put(column.name(), source)));
        }
    }

    private void follow(Baseline last, ColumnMatching matching, SourceSchema now, boolean anew) {
        List<ContractColumn> redefined = contract.columns().stream()
                .filter(column ->
                        ColumnNames.find(column.name(), last.redefined()).isPresent())
                .toList();
        List<ContractColumn> kept = contract.columns().stream()
                .filter(column -> !redefined.contains(column))
                .toList();
        kept.forEach(column -> sourceBefore(column.name())
                .flatMap(matching::now)
                .ifPresent(source -> sources.put(column.name(), source)));
        contract.columns()
                .forEach(column -> sourceBefore(column.name())
                        .filter(source -> matching.now(source).isEmpty())
                        .ifPresent(source -> lost.put(column.name(), source)));
        kept.forEach(column -> declaredSuccessor(column, matching));
        lookUp(redefined, now.columns().keySet());
        redefined.forEach(column -> declaredAnew(column, matching));
        redefined.forEach(column -> sourceBefore(column.name())
                .flatMap(matching::now)
                .filter(source -> !sources.containsKey(column.name()) && !sources.containsValue(source))
                .ifPresent(source -> sources.put(column.name(), source)));
        if (last.acknowledged()) {
            lookUp(kept, now.columns().keySet());
        } else {
            lookUp(
                    kept.stream()
                            .filter(column -> anew || !lost.containsKey(column.name()))
                            .toList(),
                    matching.added());
        }
    }

    /** The column is gone, and a new one bears another of the names under which the contract knows it. */
    private void declaredSuccessor(ContractColumn column, ColumnMatching matching) {
        String gone = lost.get(column.name());
        if (gone == null || !contract.isNamed(column, gone)) {
            return;
        }
        contract.find(column, free(matching.added()))
                .filter(source -> !ColumnNames.same(source, gone))
                .ifPresent(source -> {
                    sources.put(column.name(), source);
                    declared.put(gone, source);
                });
    }

    /** The same, said by a newer definition. */
    private void declaredAnew(ContractColumn column, ColumnMatching matching) {
        String gone = lost.get(column.name());
        String source = sources.get(column.name());
        if (gone != null
                && source != null
                && contract.isNamed(column, gone)
                && !ColumnNames.same(source, gone)
                && matching.added().contains(source)) {
            declared.put(gone, source);
        }
    }

    /** Own names of all columns come before former names of any. */
    private void lookUp(List<ContractColumn> columns, Collection<String> present) {
        for (ContractColumn column : columns) {
            bind(column, Stream.of(column.name()), present);
        }
        for (ContractColumn column : columns) {
            bind(column, contract.names(column).stream(), present);
        }
    }

    private void bind(ContractColumn column, Stream<String> names, Collection<String> present) {
        if (sources.containsKey(column.name())) {
            return;
        }
        List<String> free = free(present);
        names.flatMap(name -> ColumnNames.find(name, free).stream())
                .findFirst()
                .ifPresent(source -> sources.put(column.name(), source));
    }

    private List<String> free(Collection<String> present) {
        return present.stream().filter(name -> !sources.containsValue(name)).toList();
    }
}
