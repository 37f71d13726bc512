package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Overlap;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceColumn;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.core.read.SourceSchema;
import io.penstock.ingest.core.type.SparkTypeParser;
import io.penstock.ingest.run.SourceFactory.Request;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jboss.logging.Logger;

/**
 * One table or query on a SQL warehouse. Tables are read pinned to the head's version; a query is read as it is. Rows
 * are rendered to JSON by the engine, because the driver's own rendering of nested values loses information.
 */
final class DatabricksSource implements RecordSource {
    private static final Logger LOG = Logger.getLogger(DatabricksSource.class);
    private static final String ROW_TRACKING = "delta.enableRowTracking";

    private final Connection connection;
    private final Request request;
    private final Duration timeout;
    private volatile Statement running;
    private volatile boolean cancelled;

    DatabricksSource(Connection connection, Request request, Duration timeout) {
        this.connection = connection;
        this.request = request;
        this.timeout = timeout;
    }

    @Override
    public Head head() throws SourceException {
        if (request.table() == null) {
            return Head.NONE;
        }
        return ask(SqlText.newestVersion(request.table()), "asking for the version of " + request.table(), rows -> {
            if (!rows.next()) {
                throw new SourceException(Fault.UNSUPPORTED, request.table() + " has no history: not a Delta table?");
            }
            return new Head(rows.getLong("version"), instant(rows));
        });
    }

    @Override
    public SourceSchema schema(Head head) throws SourceException {
        return SourceSchema.of(columns(head).entrySet().stream()
                .map(column -> new SourceColumn(column.getKey(), column.getValue(), null, null))
                .toList());
    }

    @Override
    public SourceSchema schema(ReadRange.Changes range) throws SourceException {
        throw new SourceException(Fault.UNSUPPORTED, "change-feed is not in this version");
    }

    @Override
    public History history(long after, Head head) throws SourceException {
        return History.UNKNOWN;
    }

    @Override
    public boolean holdsValue(Head head, String column) throws SourceException {
        return true;
    }

    @Override
    public long rows(Head head) throws SourceException {
        return 0;
    }

    @Override
    public Optional<Instant> newest(ReadRange.ByWatermark range) throws SourceException {
        return Optional.empty();
    }

    @Override
    public List<Overlap> overlaps(long then, Head head, List<String> key, List<String> missing, List<String> candidates)
            throws SourceException {
        return List.of();
    }

    private SequencedMap<String, String> columns(Head head) throws SourceException {
        String describe = request.table() != null
                ? SqlText.describeTable(request.table(), head)
                : SqlText.describeQuery(request.query());
        SequencedMap<String, String> columns = ask(describe, "describing the source", rows -> {
            SequencedMap<String, String> found = new LinkedHashMap<>();
            while (rows.next()) {
                if (found.put(rows.getString("col_name"), rows.getString("data_type")) != null) {
                    throw new SourceException(
                            Fault.FIX_QUERY,
                            "two columns are named " + rows.getString("col_name") + ": give one of them an alias");
                }
            }
            return found;
        });
        for (var column : columns.entrySet()) {
            if (SparkTypeParser.isCutShort(column.getValue())) {
                column.setValue(fullType(column.getKey(), column.getValue(), head));
            }
        }
        return columns;
    }

    @Override
    public void read(ReadRange range, RowSink sink) throws SourceException {
        String doing = "reading the source";
        switch (range) {
            case ReadRange.ByRowVersion rows -> {
                requireRowTracking();
                CommitTimes times = ask(SqlText.history(request.table()), "reading the history", CommitTimes::of);
                stream(SqlText.byRowVersion(request.table(), rows), doing, result -> {
                    long version = result.getLong(SqlText.COMMIT);
                    boolean known = !result.wasNull();
                    sink.accept(new SourceRow(
                            result.getString(SqlText.JSON),
                            known ? version : -1,
                            known ? times.at(version) : null,
                            false));
                });
            }
            case ReadRange.ByWatermark rows -> {
                String sql = request.table() != null
                        ? SqlText.tableByWatermark(request.table(), rows)
                        : SqlText.queryByWatermark(request.query(), rows);
                stream(
                        sql,
                        doing,
                        result -> sink.accept(new SourceRow(result.getString(SqlText.JSON), -1, null, false)));
            }
            case ReadRange.Whole _, ReadRange.Changes _, ReadRange.Gone _ ->
                throw new SourceException(Fault.UNSUPPORTED, "not in this version");
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.debugf("a statement could not be cancelled: %s", e.getSQLState());
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf("a connection could not be closed: %s", e.getSQLState());
        }
    }

    private void requireRowTracking() throws SourceException {
        boolean tracked = ask(SqlText.properties(request.table()), "reading the table's properties", rows -> {
            while (rows.next()) {
                if (rows.getString(1).equalsIgnoreCase(ROW_TRACKING)) {
                    return rows.getString(2).equalsIgnoreCase("true");
                }
            }
            return false;
        });
        if (!tracked) {
            throw new SourceException(
                    Fault.UNSUPPORTED,
                    "change.by row-version needs " + ROW_TRACKING + "=true on " + request.table()
                            + "; run ALTER TABLE " + request.table() + " SET TBLPROPERTIES ('" + ROW_TRACKING
                            + "' = 'true'), or use watermark");
        }
    }

    private String fullType(String column, String cutShort, Head head) throws SourceException {
        String from = request.table() != null
                ? SqlText.tableSource(request.table(), head)
                : SqlText.querySource(request.query(), null);
        return ask(
                SqlText.fullType(column, from),
                "asking for the type of column " + column,
                rows -> rows.next() ? rows.getString(1) : cutShort);
    }

    /** Reads the whole result of a short statement. */
    private <T> T ask(String sql, String doing, Answer<T> answer) throws SourceException {
        try (Statement statement = connection.createStatement()) {
            begin(statement);
            try (ResultSet rows = statement.executeQuery(sql)) {
                return answer.of(rows);
            }
        } catch (SQLException e) {
            throw cancelled ? cancelledBy(e) : SqlFailures.classify(e, doing);
        } finally {
            running = null;
        }
    }

    private void stream(String sql, String doing, Each each) throws SourceException {
        ask(sql, doing, rows -> {
            while (rows.next()) {
                if (cancelled) {
                    throw new SourceException(Fault.CANCELLED, "the read was cancelled");
                }
                each.row(rows);
            }
            return null;
        });
    }

    private void begin(Statement statement) throws SQLException, SourceException {
        statement.setQueryTimeout(Math.toIntExact(timeout.toSeconds()));
        running = statement;
        if (cancelled) {
            throw new SourceException(Fault.CANCELLED, "the read was cancelled");
        }
    }

    private static SourceException cancelledBy(SQLException e) {
        return new SourceException(Fault.CANCELLED, "the read was cancelled", e);
    }

    /**
     * The commit's time. The driver gives the wall clock of the SQL time zone (UTC by our URL) as if it were the JVM's,
     * so its fields are right and its instant is not.
     */
    static Instant instant(ResultSet rows) throws SQLException {
        return rows.getTimestamp("timestamp").toLocalDateTime().toInstant(java.time.ZoneOffset.UTC);
    }

    @FunctionalInterface
    private interface Answer<T> {
        T of(ResultSet rows) throws SQLException, SourceException;
    }

    @FunctionalInterface
    private interface Each {
        void row(ResultSet rows) throws SQLException, SourceException;
    }
}
