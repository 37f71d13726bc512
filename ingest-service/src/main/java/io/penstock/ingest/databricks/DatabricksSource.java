package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceSchema;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * One table or query on a SQL warehouse. Tables are read pinned to the head's version; a query is read as it is. Rows
 * are rendered to JSON by the engine, because the driver's own rendering of nested values loses information.
 */
final class DatabricksSource implements RecordSource {
    private static final Logger LOG = Logger.getLogger(DatabricksSource.class);
    /** The engine itself broke. */
    private static final String INTERNAL = "XX000";

    private final Warehouse warehouse;
    private final Origin origin;
    private final ReadMode mode;
    private final TableHistory history;
    private final SourceColumns columns;
    private final VersionComparison versions;
    private final RowReader rows;

    DatabricksSource(Warehouse warehouse, Origin origin, ReadMode mode, ColumnFacts facts) {
        this.warehouse = warehouse;
        this.origin = origin;
        this.mode = mode;
        this.history = new TableHistory(warehouse, origin.table());
        this.columns = new SourceColumns(warehouse, origin, facts);
        this.versions = new VersionComparison(warehouse, origin, columns);
        this.rows = new RowReader(warehouse, origin, history, versions);
    }

    @Override
    public Head head() throws SourceException {
        if (!origin.isTable()) {
            return Head.NONE;
        }
        try {
            return atHead(history::head);
        } catch (SourceException e) {
            if (mode != ReadMode.SNAPSHOT || !isOfTheTable(e)) {
                throw e;
            }
            return withoutHistory(e);
        }
    }

    /**
     * A table whose commits are gone, or hold what the engine cannot list, may be readable all the same. A snapshot
     * needs no version of it.
     */
    private Head withoutHistory(SourceException failure) throws SourceException {
        atHead(() -> columns.at(Head.NONE, false)); // says better than the history what is wrong with a broken table
        LOG.warnf("%s is read without a version: %s", origin.table(), failure.getMessage());
        return Head.NONE;
    }

    private static boolean isOfTheTable(SourceException failure) {
        return switch (failure.fault()) {
            case UNSUPPORTED, REBASELINE, FIX_QUERY -> true;
            case UNAVAILABLE ->
                failure.getCause() instanceof SQLException engine && INTERNAL.equals(engine.getSQLState());
            case WARMING, CREDENTIALS, MISSING_GRANT, CANCELLED -> false;
        };
    }

    @Override
    public SourceSchema schema(Head head) throws SourceException {
        return atHead(() -> columns.at(head, head.version() >= history.newest()));
    }

    @Override
    public SourceSchema schema(ReadRange.Changes range) throws SourceException {
        return columns.of(range);
    }

    @Override
    public History history(long after, Head head) throws SourceException {
        return origin.isTable() ? history.between(after, head) : History.UNKNOWN;
    }

    @Override
    public void read(ReadRange range, RowSink sink) throws SourceException {
        rows.read(range, sink);
    }

    @Override
    public boolean holdsValue(Head head, String column) throws SourceException {
        return atHead(() -> warehouse.ask(
                TableSql.anyValue(origin, head, column),
                "looking for a value of " + column + " in " + origin.describe(),
                ResultSet::next));
    }

    @Override
    public long rows(Head head) throws SourceException {
        return atHead(() ->
                warehouse.ask(TableSql.count(origin, head), "counting the rows of " + origin.describe(), result -> {
                    result.next();
                    return result.getLong(1);
                }));
    }

    @Override
    public Optional<Instant> newest(ReadRange.ByWatermark range) throws SourceException {
        return atHead(() ->
                warehouse.ask(RowSql.newest(origin, range), "asking for the highest " + range.column(), result -> {
                    result.next();
                    long micros = result.getLong(1);
                    return result.wasNull() ? Optional.empty() : Optional.of(SqlTimes.instant(micros));
                }));
    }

    @Override
    public List<Overlap> overlaps(long then, Head head, List<String> key, List<String> missing, List<String> candidates)
            throws SourceException {
        return versions.overlaps(then, head, key, missing, candidates);
    }

    @Override
    public void cancel() {
        warehouse.cancel();
    }

    @Override
    public void close() {
        warehouse.close();
    }

    /** Where there is no use in reading everything instead: it is the newest version that cannot be read. */
    private static <T> T atHead(Question<T> question) throws SourceException {
        try {
            return question.answer();
        } catch (SourceException e) {
            throw Rebaselining.pointless(e);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T answer() throws SourceException;
    }
}
