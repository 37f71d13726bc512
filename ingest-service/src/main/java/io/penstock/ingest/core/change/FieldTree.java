package io.penstock.ingest.core.change;

import io.penstock.ingest.core.contract.ColumnNames;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of a table and the fields inside them, each remembering what it was called when the table was last
 * described. Replaying renames, drops and additions on it tells which field is which afterwards. Elements of arrays and
 * keys and values of maps are fields named {@code element}, {@code key}, {@code value}, as in the table's history.
 */
final class FieldTree {
    private final Map<String, FieldTree> fields = new LinkedHashMap<>();
    private final String origin;
    private final List<String> renames;
    private final List<String> changes;
    private String name;

    private FieldTree(String name, String origin, List<String> renames, List<String> changes) {
        this.name = name;
        this.origin = origin;
        this.renames = new ArrayList<>(renames);
        this.changes = new ArrayList<>(changes);
    }

    /** The root of a table as it was described; its fields are the columns. */
    static FieldTree of(SourceSchema schema) {
        FieldTree root = new FieldTree("", "", List.of(), List.of());
        for (SourceColumn column : schema.columns().values()) {
            root.known(column.name(), SparkTypeParser.parse(column.type()));
        }
        return root;
    }

    private void known(String field, SparkType type) {
        FieldTree node = new FieldTree(field, field, List.of(), List.of());
        fields.put(ColumnNames.key(field), node);
        switch (type) {
            case SparkType.Struct struct -> struct.fields().forEach(node::known);
            case SparkType.Array array -> node.known("element", array.element());
            case SparkType.Dictionary map -> {
                node.known("key", map.key());
                node.known("value", map.value());
            }
            case SparkType.Simple _, SparkType.Decimal _ -> {}
        }
    }

    /** Its name now. */
    String name() {
        return name;
    }

    /** What it was called when the table was described; empty if it came since. */
    Optional<String> origin() {
        return Optional.ofNullable(origin);
    }

    /** The commits that renamed it, such as {@code 3 RENAME COLUMN}. */
    List<String> renames() {
        return List.copyOf(renames);
    }

    /** The commit that added it, or those that changed its type or nullability. */
    List<String> changes() {
        return List.copyOf(changes);
    }

    /** Its fields as they are called now. */
    Stream<FieldTree> fields() {
        return fields.values().stream();
    }

    /** The field of that name now. */
    Optional<FieldTree> field(String field) {
        return Optional.ofNullable(fields.get(ColumnNames.key(field)));
    }

    /** The field at a path, as it is called now. */
    Optional<FieldTree> at(List<String> path) {
        Optional<FieldTree> found = Optional.of(this);
        for (String step : path) {
            found = found.flatMap(node -> node.field(step));
        }
        return found;
    }

    /** Renames a field. One that had the new name already is gone: else the engine would not have renamed. */
    void rename(List<String> path, String newName, String commit) {
        at(path.subList(0, path.size() - 1)).ifPresent(parent -> {
            FieldTree node = parent.fields.remove(ColumnNames.key(path.getLast()));
            if (node == null) {
                node = new FieldTree(newName, null, List.of(), List.of(commit));
            }
            node.name = newName;
            node.renames.add(commit);
            parent.fields.put(ColumnNames.key(newName), node);
        });
    }

    /** Removes a field and what is inside it. */
    Optional<FieldTree> drop(List<String> path) {
        return at(path.subList(0, path.size() - 1))
                .map(parent -> parent.fields.remove(ColumnNames.key(path.getLast())));
    }

    /** Adds a field, in the place of one of that name, if there was one: it is another one. */
    void add(List<String> path, String commit) {
        at(path.subList(0, path.size() - 1))
                .ifPresent(parent -> parent.fields.put(
                        ColumnNames.key(path.getLast()),
                        new FieldTree(path.getLast(), null, List.of(), List.of(commit))));
    }

    /** Notes that a field's type or nullability changed. */
    void changed(List<String> path, String commit) {
        at(path).ifPresent(node -> node.changes.add(commit));
    }

    /** An independent copy. */
    FieldTree copy() {
        FieldTree copy = new FieldTree(name, origin, renames, changes);
        fields.forEach((key, node) -> copy.fields.put(key, node.copy()));
        return copy;
    }
}
