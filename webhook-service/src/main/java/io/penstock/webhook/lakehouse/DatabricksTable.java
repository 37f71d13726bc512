package io.penstock.webhook.lakehouse;

import io.penstock.webhook.core.LakehouseTable;
import io.penstock.webhook.core.Lander;
import io.penstock.webhook.core.Merge;
import io.penstock.webhook.core.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One of our tables through the Databricks JDBC driver. One thread and one connection, kept while it works and while it
 * is the one configured.
 */
public final class DatabricksTable implements LakehouseTable, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DatabricksTable.class);
    private static final Duration STATEMENT = Duration.ofMinutes(5);

    private final DeltaTable table;
    private final Supplier<Optional<LandingPlace>> place;
    private final UnaryOperator<String> environment;
    private final ExecutorService thread;
    private LandingPlace connectedTo;
    private Connection connection;

    private DatabricksTable(
            DeltaTable table, Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        this.table = table;
        this.place = place;
        this.environment = environment;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("lakehouse-" + table.name()).factory());
    }

    /**
     * {@code customerio_events}.
     *
     * @param place asked before each merge
     * @param environment {@code System::getenv} in production
     */
    public static DatabricksTable events(Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        return new DatabricksTable(EventsTable.TABLE, place, environment);
    }

    /** {@code deliveries}; otherwise like {@link #events}. */
    public static DatabricksTable deliveries(
            Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        return new DatabricksTable(DeliveriesTable.TABLE, place, environment);
    }

    /** {@code calls}; otherwise like {@link #events}. */
    public static DatabricksTable calls(Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        return new DatabricksTable(CallsTable.TABLE, place, environment);
    }

    /** {@code identity.decisions}; otherwise like {@link #events}. */
    public static DatabricksTable decisions(Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        return new DatabricksTable(DecisionsTable.TABLE, place, environment);
    }

    /** {@code identity.profile_links}; otherwise like {@link #events}. */
    public static DatabricksTable profileLinks(
            Supplier<Optional<LandingPlace>> place, UnaryOperator<String> environment) {
        return new DatabricksTable(ProfileLinksTable.TABLE, place, environment);
    }

    @Override
    public CompletionStage<Merge> merge(List<Row> rows) {
        return CompletableFuture.supplyAsync(() -> mergeNow(rows), thread);
    }

    @Override
    public void close() {
        thread.execute(this::disconnect);
        thread.shutdown();
    }

    private Merge mergeNow(List<Row> rows) {
        Optional<LandingPlace> now = place.get();
        if (now.isEmpty()) {
            return new Merge.NotConfigured();
        }
        try {
            TableSchema schema = TableSchema.parse(now.get().schema());
            connect(now.get(), schema);
            return new Merge.Done(execute(schema, rows));
        } catch (SQLException e) {
            Merge merge = SqlFault.classify(e);
            // The message may quote the rows: name the state only.
            LOG.warnf(
                    "merge failed, table=%s rows=%d state=%s result=%s",
                    table.name(), rows.size(), e.getSQLState(), merge);
            if (merge instanceof Merge.NotNow later && !later.code().equals(SqlFault.CONCURRENT_WRITE)) {
                disconnect();
            }
            return merge;
        } catch (IllegalStateException e) {
            LOG.warnf("merge not possible, table=%s reason=%s", table.name(), e.getMessage());
            return new Merge.NotNow("not_usable");
        }
    }

    private long execute(TableSchema schema, List<Row> rows) throws SQLException {
        String json = rows.stream().map(Row::json).collect(Collectors.joining(",", "[", "]"));
        try (PreparedStatement merge = connection.prepareStatement(table.merge(schema))) {
            merge.setQueryTimeout((int) STATEMENT.toSeconds());
            merge.setString(1, json);
            merge.setString(2, Lander.earliest(rows).toString());
            return merge.executeUpdate();
        }
    }

    private void connect(LandingPlace wanted, TableSchema schema) throws SQLException {
        if (connection != null && wanted.equals(connectedTo)) {
            return;
        }
        disconnect();
        connection = Warehouse.open(wanted.connection(), environment);
        try (Statement create = connection.createStatement()) {
            create.setQueryTimeout((int) STATEMENT.toSeconds());
            createTable(create, schema);
            evolve(create, schema);
            createViews(create, schema);
        }
        connectedTo = wanted;
    }

    /** Whichever table of the views is there last creates them. Nothing else depends on them. */
    private void createViews(Statement create, TableSchema schema) {
        if (!table.seenByViews()) {
            return;
        }
        try {
            for (String view : EngagementViews.statements(schema)) {
                create.execute(view);
            }
        } catch (SQLException e) {
            LOG.infof("views not created, table=%s state=%s", table.name(), e.getSQLState());
        }
    }

    /** Asks for the schema only if it is missing: that needs a grant on the catalog which the table does not. */
    private void createTable(Statement create, TableSchema schema) throws SQLException {
        try {
            create.execute(table.createTable(schema));
        } catch (SQLException e) {
            if (!SqlFault.isMissingSchema(e)) {
                throw e;
            }
            create.execute(table.createSchema(schema));
            create.execute(table.createTable(schema));
        }
    }

    private void evolve(Statement statement, TableSchema schema) throws SQLException {
        Set<String> there = new HashSet<>();
        try (ResultSet result = statement.executeQuery(table.look(schema))) {
            ResultSetMetaData columns = result.getMetaData();
            for (int n = 1; n <= columns.getColumnCount(); n++) {
                there.add(columns.getColumnName(n).toLowerCase(Locale.ROOT));
            }
        }
        Optional<String> missing = table.addColumns(schema, there);
        if (missing.isPresent()) {
            statement.execute(missing.get());
        }
    }

    private void disconnect() {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debugf("connection did not close cleanly, table=%s state=%s", table.name(), e.getSQLState());
        }
        connection = null;
        connectedTo = null;
    }
}
