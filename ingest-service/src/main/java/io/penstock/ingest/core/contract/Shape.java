package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.type.SparkType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the rows of one run become the contract's shape: worked out once per run from the contract and the source's
 * columns.
 *
 * @param parts in the contract's order (in the source's order without a contract); source columns that are in no part
 *     are dropped
 * @param bindings name in the pipeline to source column, of columns that are in no row as well
 * @param held contract columns left out of every row
 */
public record Shape(List<Part> parts, Map<String, String> bindings, Set<String> held) {
    public Shape {
        parts = List.copyOf(parts);
        bindings = Map.copyOf(bindings);
        held = Set.copyOf(held);
    }

    /**
     * One column of the shape.
     *
     * @param source the source column, or null if the source has none now
     * @param type the source column's type, or null likewise
     * @param contract what is asked of it, or null if everything passes
     */
    public record Part(String name, String source, SparkType type, ContractColumn contract) {}

    /**
     * Works out the shape.
     *
     * @param bindings contract column to source column; a column without one is not in the source now
     * @param held contract columns whose policy is to keep the last value sent: they are left out of every row
     */
    public static Shape of(
            Contract contract, SequencedMap<String, SparkType> source, Map<String, String> bindings, Set<String> held) {
        List<Part> parts = new ArrayList<>();
        if (contract.passesEverything()) {
            source.forEach((name, type) -> {
                if (!held.contains(name)) {
                    parts.add(new Part(name, name, type, null));
                }
            });
            return new Shape(parts, bindings, held);
        }
        for (ContractColumn column : contract.columns()) {
            if (!held.contains(column.name())) {
                String found = bindings.get(column.name());
                parts.add(new Part(column.name(), found, found == null ? null : source.get(found), column));
            }
        }
        return new Shape(parts, bindings, held);
    }

    /**
     * The source column behind a name that the pipeline uses: a contract column (held or not), a name that is bound
     * although the contract does not hold it, else a source column itself. Without regard to case, exact first.
     *
     * @return empty if the source has no such column now; a contract column that is missing is never looked for by
     *     name, because a column of that name may be another one
     */
    public Optional<String> sourceOf(String name, SequencedMap<String, SparkType> source) {
        Optional<String> bound = ColumnNames.find(name, bindings.keySet()).map(bindings::get);
        if (bound.isPresent() || isOfTheContract(name)) {
            return bound;
        }
        return ColumnNames.find(name, source.keySet());
    }

    private boolean isOfTheContract(String name) {
        return Stream.concat(
                        held.stream(),
                        parts.stream().filter(part -> part.contract() != null).map(Part::name))
                .anyMatch(one -> ColumnNames.same(one, name));
    }
}
