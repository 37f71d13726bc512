package io.penstock.ingest.core.change;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;

/**
 * A table that knows which column truly is which: every column ever made has its own number. All columns have one type,
 * so that nothing but names, ids and history can tell them apart.
 */
final class ModelTable {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

    private final Random random;
    private final List<SequencedMap<String, Integer>> versions = new ArrayList<>();
    private final List<String> commits = new ArrayList<>();
    private int made;

    ModelTable(Random random, int columns) {
        this.random = random;
        SequencedMap<String, Integer> first = new LinkedHashMap<>();
        NAMES.subList(0, columns).forEach(name -> first.put(name, ++made));
        versions.add(first);
        commits.add("0 CREATE TABLE");
    }

    int version() {
        return versions.size() - 1;
    }

    /** Present name to the column's number. */
    SequencedMap<String, Integer> columns() {
        return versions.getLast();
    }

    /** Makes one commit; a restore goes back no further than to the oldest version given. */
    void commit(int oldest) {
        SequencedMap<String, Integer> columns = new LinkedHashMap<>(columns());
        String commit = switch (random.nextInt(10)) {
            case 0, 1, 2 -> rename(columns);
            case 3 -> drop(columns);
            case 4, 5 -> add(columns);
            case 6 -> restore(columns, oldest);
            case 7 -> "WRITE Overwrite";
            case 8 -> "WRITE Append";
            default -> "OPTIMIZE";
        };
        versions.add(columns);
        commits.add(version() + " " + commit);
    }

    /** Exchanges two names, as a notebook does it: three commits. */
    void swap() {
        List<String> names = new ArrayList<>(columns().keySet());
        if (names.size() < 2 || names.contains("tmp")) {
            return;
        }
        java.util.Collections.shuffle(names, random);
        for (List<String> pair : List.of(
                List.of(names.get(0), "tmp"), List.of(names.get(1), names.get(0)), List.of("tmp", names.get(1)))) {
            SequencedMap<String, Integer> columns = new LinkedHashMap<>(columns());
            columns.put(pair.get(1), columns.remove(pair.get(0)));
            versions.add(columns);
            commits.add(version() + " RENAME COLUMN " + pair.get(0) + " " + pair.get(1));
        }
    }

    SourceSchema schema(boolean ids) {
        return SourceSchema.of(columns().entrySet().stream()
                .map(entry ->
                        new SourceColumn(entry.getKey(), "double", ids ? String.valueOf(entry.getValue()) : null, null))
                .toList());
    }

    History history(int after) {
        List<Commit> since = commits.subList(after + 1, commits.size()).stream()
                .map(GateCase::commit)
                .toList();
        return new History(since, true);
    }

    @Override
    public String toString() {
        return commits + " → " + columns();
    }

    private String rename(Map<String, Integer> columns) {
        String from = any(columns.keySet().stream().toList());
        List<String> free = NAMES.stream()
                .map(this::spelt)
                .filter(name -> columns.keySet().stream().noneMatch(name::equalsIgnoreCase))
                .toList();
        if (from == null || free.isEmpty()) {
            return "OPTIMIZE";
        }
        String to = any(free);
        columns.put(to, columns.remove(from));
        return "RENAME COLUMN " + from + " " + to;
    }

    private String drop(Map<String, Integer> columns) {
        if (columns.size() < 2) {
            return "OPTIMIZE";
        }
        String name = any(columns.keySet().stream().toList());
        columns.remove(name);
        return "DROP COLUMNS " + name;
    }

    private String add(Map<String, Integer> columns) {
        List<String> free = NAMES.stream()
                .filter(name -> columns.keySet().stream().noneMatch(name::equalsIgnoreCase))
                .toList();
        if (free.isEmpty() || columns.size() > 5) {
            return "OPTIMIZE";
        }
        String name = any(free);
        columns.put(name, ++made);
        return "ADD COLUMNS " + name;
    }

    private String restore(Map<String, Integer> columns, int oldest) {
        int target = oldest + random.nextInt(version() - oldest + 1);
        columns.clear();
        columns.putAll(versions.get(target));
        return "RESTORE " + target;
    }

    private String spelt(String name) {
        return random.nextInt(4) == 0 ? name.toUpperCase(java.util.Locale.ROOT) : name;
    }

    private String any(List<String> names) {
        return names.isEmpty() ? null : names.get(random.nextInt(names.size()));
    }
}
