package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.Lineage.Replaced;
import io.penstock.ingest.core.contract.ColumnNames;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which column of an earlier description is which column now. Column-mapping ids say so if both descriptions have them;
 * else the table's history does, and where it is silent, names (without regard to case).
 *
 * <p>Ids are not believed across a commit that replaced the table, because they may start from 1 again, nor against a
 * history that accounts for everything: then a table of the same name was made anew.
 */
final class ColumnMatching {
    private final SourceSchema then;
    private final SourceSchema now;
    private final Lineage lineage;
    private final Map<String, String> byId;
    private final Map<String, String> matches;
    private final Map<String, String> back;

    private ColumnMatching(SourceSchema then, SourceSchema now, History history) {
        this.then = then;
        this.now = now;
        this.lineage = Lineage.of(then, history);
        this.byId = byId();
        this.matches = matches();
        this.back = new HashMap<>();
        matches.forEach((before, after) -> back.put(after, before));
    }

    /**
     * Matches.
     *
     * @param history the commits between the two descriptions
     */
    static ColumnMatching of(SourceSchema then, SourceSchema now, History history) {
        return new ColumnMatching(then, now, history);
    }

    /** The present name of a column; empty if it is gone. */
    Optional<String> now(String before) {
        return Optional.ofNullable(matches.get(before));
    }

    /** The name a column had; empty if it is new. */
    Optional<String> then(String after) {
        return Optional.ofNullable(back.get(after));
    }

    /** Columns that are new, in their order. */
    List<String> added() {
        return now.columns().keySet().stream()
                .filter(name -> !back.containsKey(name))
                .toList();
    }

    /** What the history says of a column and the fields inside it; empty if it does not know the column. */
    Optional<FieldTree> fields(String before) {
        return lineage.column(before)
                .filter(node ->
                        now(before).filter(name -> same(name, node.name())).isPresent());
    }

    /** Why a column with another name is the same. */
    String renamed(String before) {
        String after = matches.get(before);
        List<String> reasons = new ArrayList<>();
        if (same(before, after)) {
            reasons.add("names differ in case only");
        }
        if (after.equals(byId.get(before))) {
            reasons.add("column mapping id " + then.columns().get(before).id());
        }
        fields(before)
                .map(FieldTree::renames)
                .filter(marks -> !marks.isEmpty())
                .ifPresent(marks -> reasons.add(history(marks)));
        return String.join("; ", reasons);
    }

    /** Why a column counts as gone. */
    String removed(String before) {
        List<String> reasons = new ArrayList<>();
        lineage.dropped(before).or(lineage::replacement).ifPresent(mark -> reasons.add(history(List.of(mark))));
        Optional<SourceColumn> namesake = find(before, now);
        String id = then.columns().get(before).id();
        if (namesake.isPresent()) {
            reasons.add("another column has this name"
                    + since(namesake.get().name())
                    + ids(id, namesake.get().id()));
        } else if (id != null) {
            reasons.add("column mapping id " + id + " is gone");
        }
        return reasons.isEmpty() ? "among the last checkpoint's columns" : String.join("; ", reasons);
    }

    /** Why a column counts as new. */
    String added(String after) {
        List<String> reasons = new ArrayList<>();
        Optional<FieldTree> node =
                lineage.named(after).filter(one -> one.origin().isEmpty());
        node.map(FieldTree::changes).filter(marks -> !marks.isEmpty()).ifPresent(marks -> reasons.add(history(marks)));
        if (node.isEmpty()) {
            lineage.replacement().ifPresent(mark -> reasons.add(history(List.of(mark))));
        }
        Optional<SourceColumn> namesake = find(after, then);
        String id = now.columns().get(after).id();
        if (namesake.isPresent()) {
            reasons.add(
                    "another column had this name before" + ids(namesake.get().id(), id));
        } else if (id != null) {
            reasons.add("column mapping id " + id + " is new");
        }
        return reasons.isEmpty() ? "not among the last checkpoint's columns" : String.join("; ", reasons);
    }

    /** The commits that may have changed a column's type or nullability; empty if the history names none. */
    Optional<String> changed(String before) {
        return fields(before)
                .map(FieldTree::changes)
                .filter(marks -> !marks.isEmpty())
                .map(ColumnMatching::history)
                .or(() -> lineage.replacement().map(mark -> history(List.of(mark))));
    }

    private Map<String, String> matches() {
        Map<String, String> byLineage = byLineage();
        return believesIds(byLineage) ? byId : byLineage;
    }

    private boolean believesIds(Map<String, String> byLineage) {
        boolean known = then.columns().values().stream().allMatch(column -> column.id() != null)
                && now.columns().values().stream().allMatch(column -> column.id() != null);
        if (!known || lineage.replaced() == Replaced.TABLE) {
            return false;
        }
        boolean overwritten = lineage.replaced() == Replaced.ROWS || !lineage.complete();
        if (byId.isEmpty() && overwritten && lineage.understood()) {
            return false; // every id is new: an overwrite, perhaps where the history does not reach
        }
        return !lineage.certain() || byId.equals(byLineage);
    }

    private Map<String, String> byId() {
        Map<String, String> names = now.columns().values().stream()
                .filter(column -> column.id() != null)
                .collect(Collectors.toMap(SourceColumn::id, SourceColumn::name, (one, other) -> one));
        return pairs(column -> Optional.ofNullable(column.id()).map(names::get));
    }

    private Map<String, String> byLineage() {
        Set<String> present = now.columns().keySet();
        return pairs(column -> lineage.column(column.name()).flatMap(node -> ColumnNames.find(node.name(), present)));
    }

    private Map<String, String> pairs(Function<SourceColumn, Optional<String>> match) {
        Map<String, String> pairs = new LinkedHashMap<>();
        then.columns()
                .values()
                .forEach(column -> match.apply(column).ifPresent(name -> pairs.put(column.name(), name)));
        return pairs;
    }

    private String since(String name) {
        return lineage.named(name)
                .filter(node -> node.origin().isEmpty())
                .flatMap(node -> node.changes().stream().findFirst())
                .or(lineage::replacement)
                .map(mark -> " since version " + mark.substring(0, mark.indexOf(' ')))
                .orElse("");
    }

    private static String ids(String before, String after) {
        return before == null || after == null || Objects.equals(before, after)
                ? ""
                : " (id " + before + " became " + after + ")";
    }

    private static Optional<SourceColumn> find(String name, SourceSchema schema) {
        return ColumnNames.find(name, schema.columns().keySet())
                .map(found -> schema.columns().get(found));
    }

    private static String history(List<String> marks) {
        return "DESCRIBE HISTORY " + String.join(", ", marks);
    }

    private static boolean same(String one, String other) {
        return ColumnNames.same(one, other);
    }
}
