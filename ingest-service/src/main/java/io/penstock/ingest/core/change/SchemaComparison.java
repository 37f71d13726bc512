package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.contract.ContractColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what changed between two descriptions of a source (column name to type text). A rename is known, not guessed:
 * it is one only if the contract says under {@code was} that both names are the same column.
 */
public final class SchemaComparison {
    private final Contract contract;
    private final Map<String, String> before;
    private final Map<String, String> now;
    private final Map<String, String> ownersBefore;
    private final Map<String, String> ownersNow;

    private SchemaComparison(Contract contract, Map<String, String> before, Map<String, String> now) {
        this.contract = contract;
        this.before = before;
        this.now = now;
        this.ownersBefore = owners(before);
        this.ownersNow = owners(now);
    }

    /** The changes, renames first, then in the order of the columns now, removals last. */
    public static List<ColumnChange> compare(Contract contract, Map<String, String> before, Map<String, String> now) {
        return new SchemaComparison(contract, before, now).changes();
    }

    private List<ColumnChange> changes() {
        List<ColumnChange> changes = new ArrayList<>();
        Set<String> explained = new HashSet<>();
        for (ContractColumn column : contract.columns()) {
            String from = contract.find(column, before.keySet()).orElse(null);
            String to = contract.find(column, now.keySet()).orElse(null);
            if (from != null && to != null && !now.containsKey(from) && !before.containsKey(to)) {
                changes.add(new ColumnChange(
                        Kind.RENAMED, to, from, now.get(to), "contract was: " + column.was(), column.name()));
                retyped(to, before.get(from), column.name(), changes);
                explained.add(from);
                explained.add(to);
            }
        }
        now.forEach((column, type) -> {
            if (!before.containsKey(column) && !explained.contains(column)) {
                changes.add(new ColumnChange(
                        Kind.ADDED,
                        column,
                        null,
                        type,
                        "not among the last checkpoint's columns",
                        ownersNow.get(column)));
            } else if (before.containsKey(column)) {
                retyped(column, before.get(column), ownersNow.get(column), changes);
            }
        });
        before.forEach((column, type) -> {
            if (!now.containsKey(column) && !explained.contains(column)) {
                changes.add(new ColumnChange(
                        Kind.REMOVED,
                        column,
                        type,
                        null,
                        "among the last checkpoint's columns",
                        ownersBefore.get(column)));
            }
        });
        return changes;
    }

    private void retyped(String column, String typeBefore, String owner, List<ColumnChange> changes) {
        String type = now.get(column);
        if (!type.equalsIgnoreCase(typeBefore)) {
            changes.add(new ColumnChange(
                    Kind.RETYPED, column, typeBefore, type, "type differs from the last checkpoint's", owner));
        }
    }

    /** Source column to the contract column it holds. */
    private Map<String, String> owners(Map<String, String> columns) {
        Map<String, String> owners = new HashMap<>();
        if (contract.passesEverything()) {
            columns.keySet().forEach(column -> owners.put(column, column));
        }
        contract.columns()
                .forEach(column ->
                        contract.find(column, columns.keySet()).ifPresent(source -> owners.put(source, column.name())));
        return owners;
    }
}
