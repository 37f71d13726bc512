package io.penstock.ingest.databricks;

import com.databricks.client.jdbc.Driver;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.cache.ConnectionCache;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Properties;

/**
 * The connections of one connection spec with one set of credentials. Nothing is opened before it is needed, idle
 * connections are closed, and a connection whose session died is thrown away. Thread-safe.
 */
final class WarehousePool {
    private final Properties credentials;
    private final AgroalDataSource connections;
    private final InstantSource clock;
    private int lent;
    private boolean retired;
    private Instant lastUsed;

    WarehousePool(DatabricksUrl url, WarehouseSettings settings, InstantSource clock) throws SQLException {
        this.credentials = url.properties();
        this.clock = clock;
        this.lastUsed = clock.instant();
        this.connections = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool -> pool.initialSize(0)
                        .minSize(0)
                        .maxSize(settings.poolSize())
                        .reapTimeout(settings.idle())
                        .acquisitionTimeout(settings.acquireTimeout())
                        .connectionCache(ConnectionCache.none()) // the other one keeps connections by thread
                        .exceptionSorter(SqlFailures::isOfTheConnection)
                        .connectionFactoryConfiguration(factory -> {
                            factory.connectionProviderClass(Driver.class).jdbcUrl(url.url());
                            credentials.forEach(
                                    (name, value) -> factory.jdbcProperty(String.valueOf(name), String.valueOf(value)));
                            return factory;
                        })));
    }

    /** Whether it was made with these credentials. */
    boolean hasCredentials(Properties others) {
        return credentials.equals(others);
    }

    /** Counts a borrower in, before it waits for a connection. */
    synchronized void lend() {
        lent++;
    }

    /** Waits for a connection, which may take as long as a warehouse takes to start. An interrupt ends the wait. */
    Connection connection() throws SQLException {
        return connections.getConnection();
    }

    /** Counts a borrower out; the last one closes a retired pool. */
    synchronized void giveBack() {
        lent--;
        lastUsed = clock.instant();
        closeIfDone();
    }

    /** Lends no more; what is lent stays good until it comes back. */
    synchronized void retire() {
        retired = true;
        connections.flush(FlushMode.GRACEFUL);
        closeIfDone();
    }

    /** Closes the connections that nobody uses: their sessions died with the one that was just found dead. */
    void forgetIdle() {
        connections.flush(FlushMode.IDLE);
    }

    synchronized boolean isUnusedSince(Instant then) {
        return lent == 0 && lastUsed.isBefore(then);
    }

    /** Closes all connections, lent ones included, and ends attempts to open one; each closing asks the server. */
    void close() {
        connections.close();
    }

    /** Not on this thread, which holds a lock that others wait for. */
    private void closeIfDone() {
        if (retired && lent == 0) {
            Thread.ofVirtual().name("drained-pool").start(this::close);
        }
    }
}
