package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import io.penstock.ingest.run.SourceFactory;
import io.penstock.schemas.config.ConnectionSpec;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Opens Databricks sources on pooled connections. Secrets are read each time a source is opened, so that a replaced one
 * is noticed. Thread-safe.
 */
public final class DatabricksSources implements SourceFactory, AutoCloseable {
    private final UnaryOperator<String> environment;
    private final WarehouseSettings settings;
    private final Function<ConnectionSpec.Databricks, ColumnFacts> catalogs;
    private final WarehousePools pools;
    private final Breakable waits = new Breakable();
    private final Set<Warehouse> open = ConcurrentHashMap.newKeySet();

    /**
     * Makes a factory.
     *
     * @param environment {@code System::getenv} in production
     * @param catalogs what is known of the columns of a connection's tables; {@link ColumnFacts#NONE} if nothing is
     */
    public DatabricksSources(
            UnaryOperator<String> environment,
            WarehouseSettings settings,
            Function<ConnectionSpec.Databricks, ColumnFacts> catalogs) {
        this.environment = environment;
        this.settings = settings;
        this.catalogs = catalogs;
        this.pools = new WarehousePools(settings, Clock.systemUTC());
    }

    @Override
    public RecordSource open(ConnectionSpec.Databricks connection, Request request) throws SourceException {
        DatabricksUrl url;
        try {
            url = DatabricksUrl.of(connection, environment, settings);
        } catch (IllegalStateException e) {
            throw new SourceException(Fault.CREDENTIALS, e.getMessage(), e);
        }
        WarehousePool pool;
        try {
            pool = pools.lend(connection, url);
        } catch (SQLException e) {
            throw new SourceException(Fault.FIX_QUERY, "the driver does not accept " + url, e);
        }
        SqlFailures failures = new SqlFailures(url.grantee(), request.table(), pool::forgetIdle);
        Connection lent = connect(pool, failures, connection.host());
        Warehouse warehouse = new Warehouse(lent, settings.statementTimeout(), request.asker(), failures, closed -> {
            open.remove(closed);
            pool.giveBack();
        });
        open.add(warehouse);
        if (waits.isBroken()) {
            warehouse.cancel();
        }
        return new DatabricksSource(
                warehouse, new Origin(request.table(), request.query()), request.mode(), catalogs.apply(connection));
    }

    private Connection connect(WarehousePool pool, SqlFailures failures, String host) throws SourceException {
        boolean connected = false;
        try {
            Connection lent = waits.wait(pool::connection);
            connected = true;
            return lent;
        } catch (SQLException e) {
            throw waits.isBroken() || Thread.currentThread().isInterrupted()
                    ? new SourceException(Fault.CANCELLED, "connecting was cancelled")
                    : failures.classify(e, "connecting to " + host);
        } finally {
            if (!connected) {
                pool.giveBack();
            }
        }
    }

    /** Cancels every read and every attempt to connect, and closes all connections. Nothing can be opened after. */
    @Override
    public void close() {
        waits.breakAll();
        open.forEach(Warehouse::cancel);
        pools.close();
    }
}
