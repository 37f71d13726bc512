package io.penstock.ingest.core.change;

import io.penstock.ingest.core.contract.ColumnNames;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline makes of each column.
 *
 * @param script whether a script sees every column, so that nothing more exact can be said
 * @param named column to the attributes and events that name it
 */
public record Dependants(boolean script, Map<String, List<String>> named) {
    public Dependants {
        named = Map.copyOf(named);
    }

    /** What depends on a contract column; nothing depends on a column the contract does not hold (null). */
    public List<String> of(String column) {
        if (column == null) {
            return List.of();
        }
        return script
                ? List.of("script")
                : ColumnNames.find(column, named.keySet()).map(named::get).orElse(List.of());
    }
}
