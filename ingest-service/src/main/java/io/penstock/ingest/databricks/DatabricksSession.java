package io.penstock.ingest.databricks;

import com.databricks.client.jdbc.Driver;
import io.penstock.ingest.core.catalog.Relation;
import io.penstock.ingest.core.catalog.TableName;
import io.penstock.ingest.core.catalog.WarehouseSession;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.schemas.config.ConnectionSpec;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** A plain connection of the vendor's driver for browsing and for the doctor; pipelines have theirs elsewhere. */
public final class DatabricksSession implements WarehouseSession {
    private static final Logger LOG = Logger.getLogger(DatabricksSession.class);
    private static final Duration STATEMENT = Duration.ofMinutes(5);
    private final Connection connection;
    private final SqlFailures failures;

    private DatabricksSession(Connection connection, SqlFailures failures) {
        this.connection = connection;
        this.failures = failures;
    }

    /**
     * Connects; blocks while the warehouse starts.
     *
     * @param environment {@code System::getenv} in production
     * @param settings who asks, and how long a statement may run
     */
    public static WarehouseSession open(
            ConnectionSpec.Databricks connection, UnaryOperator<String> environment, WarehouseSettings settings)
            throws SourceException {
        DatabricksUrl url;
        try {
            url = DatabricksUrl.of(connection, environment, settings);
        } catch (IllegalStateException e) {
            throw new SourceException(Fault.CREDENTIALS, e.getMessage(), e);
        }
        SqlFailures failures = new SqlFailures(url.grantee(), null, () -> {});
        try {
            Connection jdbc = new Driver().connect(url.url(), url.properties());
            if (jdbc == null) {
                throw new SourceException(Fault.FIX_QUERY, "the driver does not accept " + url);
            }
            return new DatabricksSession(jdbc, failures);
        } catch (SQLException e) {
            throw failures.classify(e, "connecting to " + connection.host());
        }
    }

    @Override
    public void wake() throws SourceException {
        ask("SELECT 1", "running SELECT 1", ResultSet::next);
    }

    @Override
    public SequencedMap<String, String> columns(Relation relation) throws SourceException {
        return ask("DESCRIBE QUERY " + select(relation), "describing " + relation.describe(), rows -> {
            SequencedMap<String, String> columns = new LinkedHashMap<>();
            while (rows.next()) {
                if (columns.put(rows.getString("col_name"), rows.getString("data_type")) != null) {
                    throw new SourceException(
                            Fault.FIX_QUERY,
                            "two columns are named " + rows.getString("col_name") + ": give one of them an alias");
                }
            }
            return columns;
        });
    }

    @Override
    public Map<String, String> properties(String table) throws SourceException {
        return ask(
                "SHOW TBLPROPERTIES " + TableName.parse(table).quoted(), "reading the properties of " + table, rows -> {
                    Map<String, String> properties = new TreeMap<>();
                    while (rows.next()) {
                        properties.put(rows.getString(1), rows.getString(2));
                    }
                    return properties;
                });
    }

    @Override
    public List<String> sample(Relation relation, int most) throws SourceException {
        String sql = "SELECT " + RowSql.json("struct(*)") + " FROM (\n" + select(relation)
                + "\n) AS penstock_sample LIMIT " + most;
        return ask(sql, "reading " + relation.describe(), rows -> {
            List<String> sample = new ArrayList<>();
            while (rows.next()) {
                sample.add(rows.getString(1));
            }
            return sample;
        });
    }

    @Override
    public void createAndDrop(TableName table) throws SourceException {
        ask("CREATE TABLE " + table.quoted() + " (id BIGINT)", "creating " + table.plain());
        try {
            ask("DROP TABLE " + table.quoted(), "dropping " + table.plain());
        } catch (SourceException e) {
            throw new SourceException(e.fault(), e.getMessage(), "DROP TABLE IF EXISTS " + table.quoted() + ";", e);
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

    private void ask(String sql, String doing) throws SourceException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(Math.toIntExact(STATEMENT.toSeconds()));
            statement.execute(sql);
        } catch (SQLException e) {
            throw failures.classify(e, doing);
        }
    }

    private <T> T ask(String sql, String doing, Answer<T> answer) throws SourceException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(Math.toIntExact(STATEMENT.toSeconds()));
            try (ResultSet rows = statement.executeQuery(sql)) {
                return answer.of(rows);
            }
        } catch (SQLException e) {
            throw failures.classify(e, doing);
        }
    }

    /** A query whole or a table at its newest version, as it can stand in brackets. */
    private static String select(Relation relation) {
        return relation.table() != null
                ? "SELECT * FROM " + SqlNames.table(relation.table())
                : new Origin(null, relation.query()).describable(Head.NONE);
    }

    @FunctionalInterface
    private interface Answer<T> {
        T of(ResultSet rows) throws SQLException, SourceException;
    }
}
