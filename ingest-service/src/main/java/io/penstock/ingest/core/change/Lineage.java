package io.penstock.ingest.core.change;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a table's history makes of its columns, commit by commit. Whatever the history does not speak of keeps its name
 * and is the same column; so does a column of the same name after an overwrite. Operations and parameters as Delta 4.4
 * writes them.
 */
final class Lineage {
    /** How much of the table a commit replaced. */
    enum Replaced {
        NOTHING,
        /** Rows and perhaps columns; column-mapping ids are never given a second time. */
        ROWS,
        /** The table: column-mapping ids may start from 1 again. */
        TABLE
    }

    /** Operations that can neither rename nor drop a column. */
    private static final Set<String> HARMLESS = Set.of(
            "WRITE",
            "MERGE",
            "UPDATE",
            "DELETE",
            "TRUNCATE",
            "STREAMING UPDATE",
            "COPY INTO",
            "OPTIMIZE",
            "REORG",
            "VACUUM START",
            "VACUUM END",
            "SET TBLPROPERTIES",
            "UNSET TBLPROPERTIES",
            "UPGRADE PROTOCOL",
            "ADD CONSTRAINT",
            "DROP CONSTRAINT",
            "CLUSTER BY",
            "COMPUTE STATS",
            "FSCK",
            "ROW TRACKING BACKFILL");

    private final NavigableMap<Long, Columns> states = new TreeMap<>();
    private final boolean complete;
    private final boolean empty;
    private Columns columns;
    private boolean understood = true;
    private Replaced replaced = Replaced.NOTHING;
    private String replacement;

    /** The columns at one version, and which of those that were described are gone, by the commit that dropped them. */
    private record Columns(FieldTree tree, Map<String, String> dropped) {
        Columns copy() {
            return new Columns(tree.copy(), new LinkedHashMap<>(dropped));
        }
    }

    private Lineage(SourceSchema then, History history) {
        this.columns = new Columns(FieldTree.of(then), new LinkedHashMap<>());
        this.complete = history.complete();
        this.empty = history.commits().isEmpty();
    }

    /** Replays the commits after the description. */
    static Lineage of(SourceSchema then, History history) {
        Lineage lineage = new Lineage(then, history);
        if (!history.commits().isEmpty()) {
            lineage.states.put(history.commits().getFirst().version() - 1, lineage.columns);
        }
        history.commits().forEach(lineage::replay);
        return lineage;
    }

    /** The described column as it is now; empty if it was dropped. */
    Optional<FieldTree> column(String described) {
        return columns.tree()
                .fields()
                .filter(node -> node.origin().filter(described::equals).isPresent())
                .findFirst();
    }

    /** The column of that name now, as far as the history speaks of it. */
    Optional<FieldTree> named(String name) {
        return columns.tree().field(name);
    }

    /** The commit that dropped a described column, such as {@code 6 DROP COLUMNS}. */
    Optional<String> dropped(String described) {
        return Optional.ofNullable(columns.dropped().get(described));
    }

    /** The most that any commit replaced. */
    Replaced replaced() {
        return replaced;
    }

    /** The last commit that replaced rows or the table. */
    Optional<String> replacement() {
        return Optional.ofNullable(replacement);
    }

    /** Whether no commit is missing. */
    boolean complete() {
        return complete;
    }

    /** Whether every commit that is there could be replayed. */
    boolean understood() {
        return understood;
    }

    /** Whether the history accounts for every rename and drop there can have been. */
    boolean certain() {
        return complete && !empty && understood && replaced == Replaced.NOTHING;
    }

    private void replay(Commit commit) {
        String operation =
                commit.operation() == null ? "" : commit.operation().strip().toUpperCase(Locale.ROOT);
        String mark = commit.version() + " " + operation;
        Map<String, String> parameters = commit.parameters();
        switch (operation) {
            case "RENAME COLUMN" ->
                rename(parameters.get("oldColumnPath"), parameters.get("newColumnPath"), mark, commit.version());
            case "DROP COLUMNS", "DROP COLUMN" -> {
                next(commit.version());
                paths(JsonStrings.at(parameters.get("columns"))).forEach(path -> drop(path, mark));
            }
            case "ADD COLUMNS", "ADD COLUMN" -> {
                next(commit.version());
                paths(JsonStrings.at(parameters.get("columns"), "column", "name"))
                        .forEach(path -> columns.tree().add(path, mark));
            }
            case "CHANGE COLUMN", "CHANGE COLUMNS" -> {
                next(commit.version());
                changed(parameters).forEach(path -> columns.tree().changed(path, mark));
            }
            case "RESTORE" -> restore(parameters.get("version"), commit.version());
            default -> other(operation, parameters, mark);
        }
    }

    private void rename(String from, String to, String mark, long version) {
        if (from == null || to == null) {
            understood = false;
            return;
        }
        next(version);
        columns.tree().rename(ColumnPath.parse(from), ColumnPath.parse(to).getLast(), mark);
    }

    private void drop(List<String> path, String mark) {
        columns.tree()
                .drop(path)
                .filter(node -> path.size() == 1)
                .flatMap(FieldTree::origin)
                .ifPresent(origin -> columns.dropped().put(origin, mark));
    }

    /** A version before the description is not known: then every column is taken to have the name it was known by. */
    private void restore(String version, long restoredAt) {
        Optional<Long> target = number(version);
        Optional<Map.Entry<Long, Columns>> known = target.map(states::floorEntry);
        understood &= known.isPresent();
        columns = known.orElseGet(states::firstEntry).getValue().copy();
        states.put(restoredAt, columns);
    }

    private void other(String operation, Map<String, String> parameters, String mark) {
        boolean overwrites = operation.equals("WRITE")
                && "overwrite".equalsIgnoreCase(parameters.get("mode"))
                && !parameters.containsKey("predicate");
        if (operation.startsWith("CREATE")
                || operation.startsWith("REPLACE TABLE")
                || operation.equals("CLONE")
                || operation.equals("REMOVE COLUMN MAPPING")) {
            replaced = Replaced.TABLE;
            replacement = mark;
        } else if (overwrites || operation.equals("REPLACE COLUMNS") || operation.equals("UPDATE SCHEMA")) {
            replaced = replaced == Replaced.TABLE ? Replaced.TABLE : Replaced.ROWS;
            replacement = mark;
        } else if (!HARMLESS.contains(operation)) {
            understood = false;
        }
    }

    /** Before a commit changes the columns: those of the version before stay as they are. */
    private void next(long version) {
        columns = columns.copy();
        states.put(version, columns);
    }

    private static List<List<String>> changed(Map<String, String> parameters) {
        List<String> names = new ArrayList<>(JsonStrings.at(parameters.get("column"), "name"));
        names.addAll(JsonStrings.at(parameters.get("columns"), "name"));
        names.addAll(JsonStrings.at(parameters.get("columns"), "column", "name"));
        return paths(names);
    }

    private static List<List<String>> paths(List<String> texts) {
        return texts.stream().map(ColumnPath::parse).toList();
    }

    private static Optional<Long> number(String text) {
        String digits = text == null ? "" : text.replace("\"", "").strip();
        return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }
}
