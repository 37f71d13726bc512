package io.penstock.ingest.core.contract;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The columns a pipeline relies on, in the file's order. Without columns, everything the source has passes as it is.
 */
public record Contract(List<ContractColumn> columns) {
    public Contract {
        columns = List.copyOf(columns);
    }

    /** Whether every source column passes. */
    public boolean passesEverything() {
        return columns.isEmpty();
    }

    /**
     * The source column that holds a contract column, by name alone: its own name first, then its former names, newest
     * first, each without regard to case. A former name that is another contract column's present name belongs to that
     * one.
     */
    public Optional<String> find(ContractColumn column, Collection<String> present) {
        return names(column).stream()
                .flatMap(name -> ColumnNames.find(name, present).stream())
                .findFirst();
    }

    /** Whether the contract itself says that a column of this name is the contract column. */
    public boolean isNamed(ContractColumn column, String name) {
        return names(column).stream().anyMatch(one -> ColumnNames.same(one, name));
    }

    /** Every name under which a column may be found, in the order in which they are tried. */
    public SequencedSet<String> names(ContractColumn column) {
        Set<String> taken =
                columns.stream().map(ContractColumn::name).map(ColumnNames::key).collect(Collectors.toSet());
        SequencedSet<String> names = new LinkedHashSet<>();
        names.add(column.name());
        column.was().stream()
                .filter(name -> !taken.contains(ColumnNames.key(name)))
                .forEach(names::add);
        return names;
    }
}
