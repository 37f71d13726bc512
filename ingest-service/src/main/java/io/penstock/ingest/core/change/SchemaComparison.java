package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.contract.Contract;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every difference between two descriptions of a source, with what makes us say so. */
final class SchemaComparison {
    private static final String DIFFERS = "differs from the last checkpoint's columns";

    private final Contract contract;
    private final SourceSchema then;
    private final SourceSchema now;
    private final ColumnMatching matching;
    private final Bindings bindings;
    private final boolean everythingPasses;

    /**
     * Sets up a comparison.
     *
     * @param contract the contract columns and other names the bindings are about
     * @param everythingPasses whether a source column is a contract column itself
     */
    SchemaComparison(
            Contract contract,
            SourceSchema then,
            SourceSchema now,
            ColumnMatching matching,
            Bindings bindings,
            boolean everythingPasses) {
        this.contract = contract;
        this.then = then;
        this.now = now;
        this.matching = matching;
        this.bindings = bindings;
        this.everythingPasses = everythingPasses;
    }

    /** The changes, renames first, then in the order of the columns now, removals last. */
    List<ColumnChange> changes() {
        List<ColumnChange> changes = new ArrayList<>();
        then.columns()
                .values()
                .forEach(column -> successor(column.name())
                        .filter(name -> !name.equals(column.name()))
                        .ifPresent(name ->
                                changes.add(renamed(column.name(), now.columns().get(name)))));
        for (SourceColumn column : now.columns().values()) {
            predecessor(column.name())
                    .ifPresentOrElse(
                            before -> changed(then.columns().get(before), column, changes),
                            () -> changes.add(added(column)));
        }
        then.columns().values().stream()
                .filter(column -> successor(column.name()).isEmpty())
                .forEach(column -> changes.add(removed(column)));
        return changes;
    }

    private ColumnChange renamed(String before, SourceColumn column) {
        String owner = owner(bindings.ownerNow(column.name()), column.name());
        String evidence = bindings.declared().containsKey(before)
                ? "contract was: "
                        + contract.columns().stream()
                                .filter(one -> one.name().equals(owner))
                                .findFirst()
                                .orElseThrow()
                                .was()
                : matching.renamed(before);
        return new ColumnChange(Kind.RENAMED, column.name(), before, column.type(), evidence, owner);
    }

    private void changed(SourceColumn before, SourceColumn after, List<ColumnChange> changes) {
        String owner = owner(bindings.ownerNow(after.name()), after.name());
        TypeChange type = TypeChange.between(before.type(), after.type(), matching.fields(before.name()));
        type.kind()
                .ifPresent(kind -> changes.add(new ColumnChange(
                        kind, after.name(), before.type(), after.type(), evidence(before.name(), type), owner)));
        if (before.nullable() != null
                && after.nullable() != null
                && !before.nullable().equals(after.nullable())) {
            changes.add(new ColumnChange(
                    Kind.NULLABILITY,
                    after.name(),
                    nullability(before),
                    nullability(after),
                    matching.changed(before.name()).orElse(DIFFERS),
                    owner));
        }
    }

    private String evidence(String before, TypeChange type) {
        List<String> reasons = new ArrayList<>(type.fields());
        matching.changed(before).ifPresent(reasons::add);
        return reasons.isEmpty() ? DIFFERS : String.join("; ", reasons);
    }

    private ColumnChange added(SourceColumn column) {
        return new ColumnChange(
                Kind.ADDED,
                column.name(),
                null,
                column.type(),
                matching.added(column.name()),
                owner(bindings.ownerNow(column.name()), column.name()));
    }

    private ColumnChange removed(SourceColumn column) {
        return new ColumnChange(
                Kind.REMOVED,
                column.name(),
                column.type(),
                null,
                matching.removed(column.name()),
                owner(bindings.ownerBefore(column.name()), column.name()));
    }

    private Optional<String> successor(String before) {
        return matching.now(before)
                .or(() -> Optional.ofNullable(bindings.declared().get(before)));
    }

    private Optional<String> predecessor(String after) {
        return matching.then(after)
                .or(() -> bindings.declared().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(after))
                        .map(Map.Entry::getKey)
                        .findFirst());
    }

    private String owner(Optional<String> owner, String column) {
        return everythingPasses ? column : owner.orElse(null);
    }

    private static String nullability(SourceColumn column) {
        return column.nullable() ? "nullable" : "not null";
    }
}
