package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.ColumnChange.Kind;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a column's type. Inside structs field by field: added fields widen, removed ones narrow, renamed ones
 * retype, and several kinds at once retype. The order of fields, the length of text and its collation do not count.
 *
 * @param kind WIDENED, NARROWED or RETYPED; empty if nothing changed
 * @param fields what happened to fields inside, for a person
 */
record TypeChange(Optional<Kind> kind, List<String> fields) {
    /** Where values went. */
    private enum Direction {
        SAME,
        WIDER,
        NARROWER,
        OTHER;

        Direction and(Direction more) {
            return this == SAME || this == more ? more : more == SAME ? this : OTHER;
        }

        Optional<Kind> kind() {
            return switch (this) {
                case SAME -> Optional.empty();
                case WIDER -> Optional.of(Kind.WIDENED);
                case NARROWER -> Optional.of(Kind.NARROWED);
                case OTHER -> Optional.of(Kind.RETYPED);
            };
        }
    }

    /**
     * Compares two types as the engine spells them.
     *
     * @param history what the table's history says of the column's fields; without it fields go by their names
     */
    static TypeChange between(String before, String after, Optional<FieldTree> history) {
        Comparison comparison = new Comparison();
        SparkType then = SparkTypeParser.parse(before);
        SparkType now = SparkTypeParser.parse(after);
        Direction direction = comparison.compare(then, now, history, "");
        if (direction == Direction.SAME && !before.equalsIgnoreCase(after) && holdsUnknown(then)) {
            direction = Direction.OTHER;
        }
        return new TypeChange(direction.kind(), List.copyOf(comparison.notes));
    }

    private static boolean holdsUnknown(SparkType type) {
        return switch (type) {
            case SparkType.Simple simple -> simple.kind() == SparkType.Kind.OTHER;
            case SparkType.Decimal _ -> false;
            case SparkType.Array array -> holdsUnknown(array.element());
            case SparkType.Dictionary map -> holdsUnknown(map.key()) || holdsUnknown(map.value());
            case SparkType.Struct struct -> struct.fields().values().stream().anyMatch(TypeChange::holdsUnknown);
        };
    }

    /** One comparison, collecting what it sees. */
    private static final class Comparison {
        private final List<String> notes = new ArrayList<>();

        Direction compare(SparkType then, SparkType now, Optional<FieldTree> history, String path) {
            if (then instanceof SparkType.Struct before && now instanceof SparkType.Struct after) {
                return struct(before, after, history, path.isEmpty() ? "" : path + ".");
            }
            if (then instanceof SparkType.Array before && now instanceof SparkType.Array after) {
                return compare(before.element(), after.element(), inside(history, "element"), step(path, "element"));
            }
            if (then instanceof SparkType.Dictionary before && now instanceof SparkType.Dictionary after) {
                return compare(before.key(), after.key(), inside(history, "key"), step(path, "key"))
                        .and(compare(before.value(), after.value(), inside(history, "value"), step(path, "value")));
            }
            return leaf(then, now, path);
        }

        private Direction leaf(SparkType then, SparkType now, String path) {
            boolean wider = TypeRules.accepts(now, then);
            boolean narrower = TypeRules.accepts(then, now);
            if (wider && narrower) {
                return Direction.SAME;
            }
            if (!path.isEmpty()) {
                notes.add("field " + path + " was " + then.text() + " and is " + now.text());
            }
            return wider ? Direction.WIDER : narrower ? Direction.NARROWER : Direction.OTHER;
        }

        private Direction struct(
                SparkType.Struct then, SparkType.Struct now, Optional<FieldTree> history, String prefix) {
            Direction direction = Direction.SAME;
            Set<String> seen = new HashSet<>();
            for (var field : now.fields().entrySet()) {
                String name = field.getKey();
                Optional<FieldTree> node = inside(history, name);
                String origin =
                        history.isPresent() ? node.flatMap(FieldTree::origin).orElse(null) : name;
                if (origin == null || !then.fields().containsKey(origin)) {
                    if (!then.open()) {
                        notes.add("field " + prefix + name + " added" + marks(node.map(FieldTree::changes)));
                        direction = direction.and(Direction.WIDER);
                    }
                    continue;
                }
                seen.add(origin);
                if (!origin.equals(name)) {
                    notes.add("field " + prefix + origin + " renamed to " + name + marks(node.map(FieldTree::renames)));
                    direction = Direction.OTHER;
                }
                direction = direction.and(compare(then.fields().get(origin), field.getValue(), node, prefix + name));
            }
            return direction.and(gone(then, now, seen, prefix));
        }

        private Direction gone(SparkType.Struct then, SparkType.Struct now, Set<String> seen, String prefix) {
            Direction direction = Direction.SAME;
            for (String name : then.fields().keySet()) {
                if (!seen.contains(name) && !now.open()) {
                    notes.add("field " + prefix + name + " removed");
                    direction = Direction.NARROWER;
                }
            }
            return direction;
        }

        private static Optional<FieldTree> inside(Optional<FieldTree> history, String field) {
            return history.flatMap(node -> node.field(field));
        }

        private static String marks(Optional<List<String>> commits) {
            return commits.filter(marks -> !marks.isEmpty())
                    .map(marks -> " (DESCRIBE HISTORY " + String.join(", ", marks) + ")")
                    .orElse("");
        }

        private static String step(String path, String step) {
            return path.isEmpty() ? step : path + "." + step;
        }
    }
}
