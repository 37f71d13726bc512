package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One borrowed connection and the statements that run on it. Used by one thread, which may send a statement while it
 * reads the rows of another one; {@link #cancel()} may come from any thread.
 */
final class Warehouse implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Warehouse.class);

    private final Connection connection;
    private final Duration timeout;
    private final String comment;
    private final SqlFailures failures;
    private final Set<Statement> running = ConcurrentHashMap.newKeySet();
    private final Breakable waits = new Breakable();
    private final Consumer<Warehouse> closed;

    /**
     * Takes over a connection.
     *
     * @param timeout longest a statement may run
     * @param asker stands in a comment of every statement, so that the warehouse's query history shows who asks
     * @param closed called once the connection is back in its pool
     */
    Warehouse(Connection connection, Duration timeout, String asker, SqlFailures failures, Consumer<Warehouse> closed) {
        this.connection = connection;
        this.timeout = timeout;
        this.comment = asker == null ? "/* penstock */ " : "/* penstock pipeline=" + SqlNames.label(asker) + " */ ";
        this.failures = failures;
        this.closed = closed;
    }

    /** Runs a statement and reads its answer. */
    <T> T ask(String sql, String doing, Answer<T> answer) throws SourceException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(Math.toIntExact(timeout.toSeconds()));
            running.add(statement);
            try (ResultSet rows = waits.wait(() -> statement.executeQuery(comment + sql))) {
                return answer.of(rows);
            } finally {
                running.remove(statement);
            }
        } catch (SQLException e) {
            throw waits.isBroken() ? cancelled() : failures.classify(e, doing);
        }
    }

    /** Runs a statement and takes its rows one at a time; the driver holds a few blocks of them. */
    void stream(String sql, String doing, Each each) throws SourceException {
        ask(sql, doing, rows -> {
            while (rows.next()) {
                if (waits.isBroken()) {
                    throw cancelled();
                }
                each.row(rows);
            }
            return null;
        });
    }

    /** Ends what runs and whatever would be asked later. Safe to repeat. */
    void cancel() {
        waits.breakAll();
        for (Statement statement : running) {
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
            LOG.debugf("a connection could not be given back: %s", e.getSQLState());
        } finally {
            closed.accept(this);
        }
    }

    private static SourceException cancelled() {
        return new SourceException(Fault.CANCELLED, "the read was cancelled");
    }

    /** Reads a result. */
    @FunctionalInterface
    interface Answer<T> {
        T of(ResultSet rows) throws SQLException, SourceException;
    }

    /** Takes one row. */
    @FunctionalInterface
    interface Each {
        void row(ResultSet rows) throws SQLException, SourceException;
    }
}
