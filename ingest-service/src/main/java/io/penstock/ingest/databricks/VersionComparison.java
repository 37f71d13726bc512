package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.databricks.VersionSql.Pair;
import io.penstock.ingest.databricks.VersionSql.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Compares an older version of a table with the head. One thread. */
final class VersionComparison {
    private final Warehouse warehouse;
    private final Origin origin;
    private final SourceColumns columns;

    VersionComparison(Warehouse warehouse, Origin origin, SourceColumns columns) {
        this.warehouse = warehouse;
        this.origin = origin;
        this.columns = columns;
    }

    /**
     * The key's columns at both versions.
     *
     * @throws SourceException to re-baseline, if they cannot be compared: text against a number might hold keys apart
     *     that name the same row, and a row would be taken for gone that is not
     */
    List<Pair> key(ReadRange.Gone range) throws SourceException {
        List<Pair> pairs = pairs(range.since(), range.head(), range.keyThen(), range.key());
        if (pairs.size() < range.key().size()
                || pairs.stream()
                        .anyMatch(pair ->
                                !comparable(pair.then().type(), pair.now().type()))) {
            throw new SourceException(
                    Fault.REBASELINE,
                    "the key of " + origin.table() + " at version " + range.since()
                            + " cannot be compared with the one of version "
                            + range.head().version());
        }
        return pairs;
    }

    /** See {@link io.penstock.ingest.core.read.RecordSource#overlaps}. */
    List<Overlap> overlaps(long then, Head head, List<String> key, List<String> missing, List<String> candidates)
            throws SourceException {
        try {
            return compare(then, head, key, missing, candidates);
        } catch (SourceException e) {
            if (e.fault() == Fault.REBASELINE) {
                return List.of();
            }
            throw e;
        }
    }

    private List<Overlap> compare(long then, Head head, List<String> key, List<String> missing, List<String> candidates)
            throws SourceException {
        SequencedMap<String, SparkType> old = columns.ofVersion(then).types();
        SequencedMap<String, SparkType> now = columns.ofVersion(head.version()).types();
        List<Pair> keys = pairs(old, now, key, key);
        List<Pair> pairs = new ArrayList<>();
        for (String gone : missing) {
            for (String come : candidates) {
                pairs.addAll(pairs(old, now, List.of(gone), List.of(come)));
            }
        }
        boolean keyed = !key.isEmpty()
                && keys.size() == key.size()
                && keys.stream()
                        .allMatch(pair ->
                                comparable(pair.then().type(), pair.now().type()));
        if (!keyed || pairs.isEmpty()) {
            return List.of();
        }
        return warehouse.ask(
                VersionSql.overlaps(origin, then, head, keys, pairs),
                "comparing versions " + then + " and " + head.version() + " of " + origin.table(),
                rows -> {
                    rows.next();
                    List<Overlap> found = new ArrayList<>();
                    for (int i = 0; i < pairs.size(); i++) {
                        Pair pair = pairs.get(i);
                        found.add(new Overlap(
                                pair.then().name(),
                                pair.now().name(),
                                rows.getLong(2 * i + 1),
                                rows.getLong(2 * i + 2)));
                    }
                    return found;
                });
    }

    private List<Pair> pairs(long then, Head head, List<String> namesThen, List<String> names) throws SourceException {
        SourceSchema old = columns.ofVersion(then);
        return pairs(old.types(), columns.ofVersion(head.version()).types(), namesThen, names);
    }

    /** Those of which both columns are there. */
    private static List<Pair> pairs(
            SequencedMap<String, SparkType> then,
            SequencedMap<String, SparkType> now,
            List<String> namesThen,
            List<String> names) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Optional<Typed> a = typed(then, namesThen.get(i));
            Optional<Typed> b = typed(now, names.get(i));
            if (a.isPresent() && b.isPresent()) {
                pairs.add(new Pair(a.get(), b.get()));
            }
        }
        return pairs;
    }

    private static Optional<Typed> typed(SequencedMap<String, SparkType> types, String name) {
        return types.entrySet().stream()
                .filter(column -> column.getKey().equalsIgnoreCase(name))
                .findFirst()
                .map(column -> new Typed(name, column.getValue()));
    }

    private static boolean comparable(SparkType then, SparkType now) {
        return then.equals(now) && !(then instanceof SparkType.Dictionary)
                || VersionSql.isNumber(then) && VersionSql.isNumber(now);
    }
}
