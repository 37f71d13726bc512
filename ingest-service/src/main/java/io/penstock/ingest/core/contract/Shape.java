package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.type.SparkType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * How the rows of one run become the contract's shape: worked out once per run from the contract and the source's
 * columns.
 *
 * @param parts in the contract's order (in the source's order without a contract); source columns that are in no part
 *     are dropped
 */
public record Shape(List<Part> parts) {
    public Shape {
        parts = List.copyOf(parts);
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
            return new Shape(parts);
        }
        for (ContractColumn column : contract.columns()) {
            if (!held.contains(column.name())) {
                String found = bindings.get(column.name());
                parts.add(new Part(column.name(), found, found == null ? null : source.get(found), column));
            }
        }
        return new Shape(parts);
    }

    /**
     * The source column of a contract column; a name that the contract does not hold is a source column itself.
     *
     * @return empty if the source has no such column now
     */
    public Optional<String> sourceOf(String name, SequencedMap<String, SparkType> source) {
        for (Part part : parts) {
            if (part.name().equals(name)) {
                return Optional.ofNullable(part.source());
            }
        }
        return source.containsKey(name) ? Optional.of(name) : Optional.empty();
    }
}
