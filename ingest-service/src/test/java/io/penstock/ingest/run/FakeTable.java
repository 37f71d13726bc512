package io.penstock.ingest.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.InstantText;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.rows.Leaves;
import io.penstock.schemas.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A Delta table in memory, as far as a reader sees one: versions, columns with ids that outlive renames, the commit
 * that last wrote each row, a history in Delta's words, a change feed with its restrictions, and files that a VACUUM
 * takes away. The column that names a row is called {@code id}; thread-safe.
 */
public final class FakeTable {
    private static final Instant FIRST_COMMIT = Instant.parse("2026-03-01T00:00:00Z");

    /** Every range read so far. */
    public final List<ReadRange> ranges = new CopyOnWriteArrayList<>();
    /** How often the columns were asked for. */
    public final AtomicInteger described = new AtomicInteger();
    /** Rows after which a read fails, or -1. */
    public volatile int dieAfter = -1;
    /** Whether the feed spells columns as the newest version does, instead of as the last one of the range. */
    public volatile boolean feedSpeaksNewest;
    /** Oldest version whose files are there. */
    public volatile long readableFrom;
    /** Oldest version the history tells of. */
    public volatile long historyFrom;
    /** Time between two commits. */
    public volatile Duration beat = Duration.ofSeconds(1);

    private final List<Version> versions = new ArrayList<>();
    private int ids;

    /** One column; the id stays through renames. */
    public record Column(String id, String name, String type) {}

    /** One row: column ids to values, and the version that wrote it. */
    public record Row(Map<String, JsonNode> values, long version) {}

    private record Change(Row row, boolean deleted) {}

    private record Version(
            Commit commit,
            List<Column> columns,
            List<Row> rows,
            List<Change> changes,
            boolean feed,
            boolean metadata) {}

    public FakeTable(String... namesAndTypes) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < namesAndTypes.length; i += 2) {
            columns.add(new Column(nextId(), namesAndTypes[i], namesAndTypes[i + 1]));
        }
        versions.add(new Version(
                new Commit(0, FIRST_COMMIT, "CREATE TABLE", Map.of(), Map.of()),
                List.copyOf(columns),
                List.of(),
                List.of(),
                true,
                true));
    }

    /** One append. {@code watermark} is not looked at: rows tell it themselves. */
    public synchronized void commit(Instant watermark, String... jsons) {
        append(jsons);
    }

    public synchronized void append(String... jsons) {
        List<Row> rows = new ArrayList<>(now().rows());
        for (String json : jsons) {
            rows.add(row(json));
        }
        write("WRITE", Map.of("mode", "Append"), rows);
    }

    public synchronized void overwrite(String... jsons) {
        List<Row> rows = new ArrayList<>();
        for (String json : jsons) {
            rows.add(row(json));
        }
        write("WRITE", Map.of("mode", "Overwrite"), rows);
    }

    /** Changes some rows; {@code next} gets the row as JSON with its present names. */
    public synchronized void update(Predicate<String> ids, UnaryOperator<ObjectNode> next) {
        write(
                "UPDATE",
                Map.of(),
                now().rows().stream()
                        .map(row -> ids.test(key(row))
                                ? row(next.apply(json(row, now().columns())).toString())
                                : row)
                        .toList());
    }

    public synchronized void delete(Predicate<String> ids) {
        write(
                "DELETE",
                Map.of(),
                now().rows().stream().filter(row -> !ids.test(key(row))).toList());
    }

    /** Replaces rows by key, adds new ones, deletes some: one MERGE. */
    public synchronized void merge(Collection<String> deletes, String... upserts) {
        Map<String, Row> byKey = new LinkedHashMap<>();
        now().rows().forEach(row -> byKey.put(key(row), row));
        int deleted = 0;
        for (String id : deletes) {
            deleted += byKey.remove(id) == null ? 0 : 1;
        }
        int updated = 0;
        for (String json : upserts) {
            Row row = row(json);
            updated += byKey.put(key(row), row) == null ? 0 : 1;
        }
        write(
                "MERGE",
                Map.of(),
                Map.of(
                        "numTargetRowsDeleted", Integer.toString(deleted),
                        "numTargetRowsUpdated", Integer.toString(updated)),
                List.copyOf(byKey.values()),
                now().columns());
    }

    /** Something that changes neither rows nor columns. */
    public synchronized void maintain(String operation) {
        write(operation, Map.of(), now().rows());
    }

    public synchronized void restore(long version) {
        Version old = versions.get((int) version);
        write("RESTORE", Map.of("version", Long.toString(version)), Map.of(), old.rows(), old.columns());
    }

    public synchronized void rename(String from, String to) {
        columns(
                "RENAME COLUMN",
                Map.of("oldColumnPath", from, "newColumnPath", to),
                now().columns().stream()
                        .map(column -> column.name().equals(from) ? new Column(column.id(), to, column.type()) : column)
                        .toList());
    }

    public synchronized void retype(String name, String type) {
        columns(
                "CHANGE COLUMN",
                Map.of(),
                now().columns().stream()
                        .map(column -> column.name().equals(name) ? new Column(column.id(), name, type) : column)
                        .toList());
    }

    public synchronized void addColumn(String name, String type) {
        List<Column> columns = new ArrayList<>(now().columns());
        columns.add(new Column(nextId(), name, type));
        columns("ADD COLUMNS", Map.of(), columns);
    }

    public synchronized void dropColumn(String name) {
        columns(
                "DROP COLUMNS",
                Map.of("columns", "[\"" + name + "\"]"),
                now().columns().stream()
                        .filter(column -> !column.name().equals(name))
                        .toList());
    }

    /** The table is written anew with one column called otherwise: nothing says that it is the same one. */
    public synchronized void replaceColumn(String from, String to) {
        Map<String, String> ids = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>();
        for (Column column : now().columns()) {
            String id = column.name().equals("id") ? column.id() : nextId();
            ids.put(column.id(), id);
            columns.add(new Column(id, column.name().equals(from) ? to : column.name(), column.type()));
        }
        List<Row> rows = now().rows().stream()
                .map(row -> {
                    Map<String, JsonNode> values = new LinkedHashMap<>();
                    row.values().forEach((id, value) -> values.put(ids.get(id), value));
                    return new Row(values, versions.size());
                })
                .toList();
        write("CREATE OR REPLACE TABLE AS SELECT", Map.of(), Map.of(), rows, columns);
    }

    /** Switches the change feed. */
    public synchronized void feed(boolean on) {
        Version last = now();
        versions.add(new Version(
                commitOf("SET TBLPROPERTIES", Map.of(), Map.of()), last.columns(), last.rows(), List.of(), on, false));
    }

    /** Drops the table and makes it anew with the same columns, at version 0. */
    public synchronized void recreate() {
        Version last = now();
        versions.clear();
        versions.add(new Version(
                new Commit(0, FIRST_COMMIT, "CREATE TABLE", Map.of(), Map.of()),
                last.columns().stream()
                        .map(column -> new Column(nextId(), column.name(), column.type()))
                        .toList(),
                List.of(),
                List.of(),
                true,
                true));
    }

    public synchronized long version() {
        return versions.size() - 1L;
    }

    public synchronized List<Column> columns() {
        return now().columns();
    }

    /** Time of a version. */
    public synchronized Instant at(long version) {
        return versions.get((int) version).commit().at();
    }

    /** Time of the next commit. */
    public synchronized Instant nextAt() {
        return now().commit().at().plus(beat);
    }

    /** Key to row, by column id. */
    public synchronized Map<String, Map<String, JsonNode>> state(long version) {
        Map<String, Map<String, JsonNode>> state = new LinkedHashMap<>();
        versions.get((int) version).rows().forEach(row -> state.put(key(row), row.values()));
        return state;
    }

    public RecordSource open() {
        return new Source(true);
    }

    /** A query over the table: the same rows, without versions. */
    public RecordSource openQuery() {
        return new Source(false);
    }

    private Version now() {
        return versions.getLast();
    }

    private String nextId() {
        return Integer.toString(++ids);
    }

    private Row row(String json) {
        try {
            JsonNode node = Json.wire().readTree(json);
            Map<String, JsonNode> values = new LinkedHashMap<>();
            now().columns().forEach(column -> {
                if (node.has(column.name())) {
                    values.put(column.id(), node.get(column.name()));
                }
            });
            return new Row(values, versions.size());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void write(String operation, Map<String, String> parameters, List<Row> rows) {
        write(operation, parameters, Map.of(), rows, now().columns());
    }

    private void columns(String operation, Map<String, String> parameters, List<Column> columns) {
        write(operation, parameters, Map.of(), now().rows(), List.copyOf(columns));
    }

    private void write(
            String operation,
            Map<String, String> parameters,
            Map<String, String> metrics,
            List<Row> rows,
            List<Column> columns) {
        Version last = now();
        Set<Row> before = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        before.addAll(last.rows());
        Set<Row> after = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
        after.addAll(rows);
        Set<String> kept = new LinkedHashSet<>();
        List<Change> changes = new ArrayList<>();
        for (Row row : rows) {
            if (!before.contains(row)) {
                changes.add(new Change(row, false));
                kept.add(key(row));
            }
        }
        boolean update = operation.equals("UPDATE") || operation.equals("MERGE");
        for (Row row : last.rows()) {
            if (!after.contains(row) && !(update && kept.contains(key(row)))) {
                changes.add(new Change(row, true));
            }
        }
        java.util.Collections.shuffle(changes, new java.util.Random(versions.size()));
        versions.add(new Version(
                commitOf(operation, parameters, metrics),
                columns,
                List.copyOf(rows),
                changes,
                last.feed(),
                !columns.equals(last.columns())));
    }

    private Commit commitOf(String operation, Map<String, String> parameters, Map<String, String> metrics) {
        return new Commit(versions.size(), nextAt(), operation, parameters, metrics);
    }

    private String key(Row row) {
        return row.values().getOrDefault("1", NullNode.instance).asText();
    }

    private static ObjectNode json(Row row, List<Column> columns) {
        ObjectNode json = Json.wire().createObjectNode();
        columns.forEach(column -> json.set(column.name(), row.values().getOrDefault(column.id(), NullNode.instance)));
        return json;
    }

    private static SourceSchema schema(List<Column> columns) {
        return SourceSchema.of(columns.stream()
                .map(column -> new SourceColumn(column.name(), column.type(), column.id(), null))
                .toList());
    }

    private final class Source implements RecordSource {
        private final boolean pinned;

        Source(boolean pinned) {
            this.pinned = pinned;
        }

        @Override
        public Head head() {
            synchronized (FakeTable.this) {
                if (!pinned) {
                    return Head.NONE;
                }
                return new Head(FakeTable.this.version(), now().commit().at());
            }
        }

        @Override
        public SourceSchema schema(Head head) {
            described.incrementAndGet();
            return FakeTable.schema(version(head.version()).columns());
        }

        @Override
        public History history(long after, Head head) {
            if (!pinned) {
                return History.UNKNOWN;
            }
            synchronized (FakeTable.this) {
                List<Commit> commits = versions.stream()
                        .map(Version::commit)
                        .filter(commit -> commit.version() > after
                                && commit.version() <= head.version()
                                && commit.version() >= historyFrom)
                        .toList();
                return new History(commits, after + 1 >= historyFrom);
            }
        }

        @Override
        public void read(ReadRange range, RowSink sink) throws SourceException {
            ranges.add(range);
            List<SourceRow> rows = switch (range) {
                case ReadRange.ByRowVersion by -> state(by.head(), by.page(), row -> row.version() > by.after());
                case ReadRange.Whole whole -> state(whole.head(), whole.page(), row -> true);
                case ReadRange.ByWatermark by -> byWatermark(by);
                case ReadRange.Changes changes -> changes(changes);
                case ReadRange.Gone gone -> gone(gone);
            };
            int read = 0;
            for (SourceRow row : rows) {
                if (read++ == dieAfter) {
                    throw new SourceException(Fault.UNAVAILABLE, "the connection broke");
                }
                sink.accept(row);
            }
        }

        private Version version(long version) {
            synchronized (FakeTable.this) {
                return version < 0 ? now() : versions.get((int) version);
            }
        }

        private Version readable(long version) throws SourceException {
            if (pinned && version < readableFrom) {
                throw new SourceException(Fault.REBASELINE, "files of version " + version + " are not kept any more");
            }
            return version(version);
        }

        private List<SourceRow> state(Head head, Page page, Predicate<Row> wanted) throws SourceException {
            Version version = readable(head.version());
            return version.rows().stream()
                    .filter(wanted)
                    .filter(row -> page == null || Math.floorMod(key(row).hashCode(), page.of()) == page.number())
                    .map(row -> sourceRow(row, version.columns(), row.version()))
                    .toList();
        }

        private SourceRow sourceRow(Row row, List<Column> columns, long commit) {
            if (!pinned) {
                return new SourceRow(json(row, columns).toString(), -1, null, false);
            }
            return new SourceRow(
                    json(row, columns).toString(),
                    commit,
                    version(commit).commit().at(),
                    false);
        }

        private List<SourceRow> byWatermark(ReadRange.ByWatermark by) throws SourceException {
            Version version = readable(by.head().version());
            Map<String, Row> newest = new LinkedHashMap<>();
            List<Row> rows = version.rows().stream()
                    .filter(row -> by.page() == null
                            || Math.floorMod(key(row).hashCode(), by.page().of())
                                    == by.page().number())
                    .filter(row -> by.from() == null
                            || (watermark(by, version, row) != null
                                    && !watermark(by, version, row).isBefore(by.from())))
                    .sorted(Comparator.comparing(
                                    (Row row) -> watermark(by, version, row),
                                    Comparator.nullsFirst(Comparator.naturalOrder()))
                            .thenComparing(row -> json(row, version.columns()).toString()))
                    .toList();
            rows.forEach(row -> newest.put(key(row), row));
            return newest.values().stream()
                    .map(row -> new SourceRow(json(row, version.columns()).toString(), -1, null, false))
                    .toList();
        }

        private Instant watermark(ReadRange.ByWatermark by, Version version, Row row) {
            String id = version.columns().stream()
                    .filter(column -> column.name().equals(by.column()))
                    .findFirst()
                    .orElseThrow()
                    .id();
            return InstantText.of(by.type(), Leaves.of(row.values().get(id))).orElse(null);
        }

        private List<SourceRow> changes(ReadRange.Changes range) throws SourceException {
            List<Column> columns = feedColumns(range);
            List<SourceRow> rows = new ArrayList<>();
            for (long at = range.from(); at <= range.head().version(); at++) {
                Version version = version(at);
                for (Change change : version.changes()) {
                    rows.add(new SourceRow(
                            json(change.row(), columns).toString(),
                            at,
                            version.commit().at(),
                            change.deleted()));
                }
            }
            return rows;
        }

        /** Delta's rules: the feed was on all the time, and the columns changed only by additions, if at all. */
        private List<Column> feedColumns(ReadRange.Changes range) throws SourceException {
            for (long at = range.from(); at <= range.head().version(); at++) {
                Version version = readable(at);
                if (!version.feed()) {
                    throw new SourceException(Fault.REBASELINE, "the change feed was off at version " + at);
                }
                if (at > range.from() && !isAddition(version(at - 1).columns(), version.columns())) {
                    throw new SourceException(Fault.REBASELINE, "the columns changed at version " + at);
                }
            }
            Version end = version(range.head().version());
            Version newest = version(FakeTable.this.version());
            for (Column column : end.columns()) {
                boolean retyped = newest.columns().stream()
                        .anyMatch(other ->
                                other.id().equals(column.id()) && !other.type().equals(column.type()));
                if (retyped) {
                    throw new SourceException(Fault.REBASELINE, "column " + column.name() + " was retyped since");
                }
            }
            return feedSpeaksNewest ? newest.columns() : end.columns();
        }

        private static boolean isAddition(List<Column> before, List<Column> after) {
            return after.containsAll(before);
        }

        private List<SourceRow> gone(ReadRange.Gone gone) throws SourceException {
            Version then = readable(gone.since());
            Version now = readable(gone.head().version());
            Set<String> there = new LinkedHashSet<>();
            now.rows().forEach(row -> there.add(key(row)));
            Column key = now.columns().stream()
                    .filter(column -> column.name().equals(gone.key().getFirst()))
                    .findFirst()
                    .orElseThrow();
            if (then.columns().stream()
                    .noneMatch(column -> column.name().equals(gone.keyThen().getFirst()))) {
                throw new AssertionError("no key " + gone.keyThen() + " at version " + gone.since());
            }
            return then.rows().stream()
                    .filter(row -> !there.contains(key(row)))
                    .map(row -> new SourceRow(
                            json(row, List.of(key)).toString(), -1, gone.head().committedAt(), true))
                    .distinct()
                    .toList();
        }

        @Override
        public SourceSchema schema(ReadRange.Changes range) throws SourceException {
            return FakeTable.schema(feedColumns(range));
        }

        @Override
        public boolean holdsValue(Head head, String column) {
            Version version = version(head.version());
            return version.rows().stream()
                    .anyMatch(row -> json(row, version.columns()).hasNonNull(column));
        }

        @Override
        public long rows(Head head) {
            return version(head.version()).rows().size();
        }

        @Override
        public Optional<Instant> newest(ReadRange.ByWatermark range) {
            Version version = version(range.head().version());
            return version.rows().stream()
                    .map(row -> watermark(range, version, row))
                    .filter(Objects::nonNull)
                    .max(Comparator.naturalOrder());
        }

        @Override
        public List<Overlap> overlaps(
                long then, Head head, List<String> key, List<String> missing, List<String> candidates) {
            Version before = version(then);
            Version after = version(head.version());
            Map<String, ObjectNode> now = new LinkedHashMap<>();
            after.rows().forEach(row -> now.put(key(row), json(row, after.columns())));
            List<Overlap> found = new ArrayList<>();
            for (String one : missing) {
                for (String candidate : candidates) {
                    long compared = 0;
                    long equal = 0;
                    for (Row row : before.rows()) {
                        ObjectNode old = json(row, before.columns());
                        if (now.containsKey(key(row)) && old.hasNonNull(one)) {
                            compared++;
                            equal += old.get(one).equals(now.get(key(row)).get(candidate)) ? 1 : 0;
                        }
                    }
                    found.add(new Overlap(one, candidate, compared, equal));
                }
            }
            return found;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
