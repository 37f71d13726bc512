package io.penstock.ingest.databricks;

import io.penstock.schemas.config.ConnectionSpec;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One pool per connection spec. A spec whose secret was replaced gets a new pool and the old one drains; so does, in
 * effect, a spec that was changed: nobody asks for the old one any more. Thread-safe.
 */
final class WarehousePools implements AutoCloseable {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final WarehouseSettings settings;
    private final InstantSource clock;
    private final Map<ConnectionSpec.Databricks, WarehousePool> pools = new HashMap<>();

    WarehousePools(WarehouseSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The pool, with one more borrower, who must give back. */
    synchronized WarehousePool lend(ConnectionSpec.Databricks spec, DatabricksUrl url) throws SQLException {
        closeUnused();
        WarehousePool pool = pools.get(spec);
        if (pool != null && !pool.hasCredentials(url.properties())) {
            pool.retire();
            pool = null;
        }
        if (pool == null) {
            pool = new WarehousePool(url, settings, clock);
            pools.put(spec, pool);
        }
        pool.lend();
        return pool;
    }

    /** Closes all of them, and does not wait for a server that is gone. */
    @Override
    public void close() {
        List<Thread> closing;
        synchronized (this) {
            closing = pools.values().stream()
                    .map(pool -> Thread.ofVirtual().name("closed-pool").start(pool::close))
                    .toList();
            pools.clear();
        }
        try {
            Instant until = clock.instant().plus(CLOSE_PATIENCE);
            for (Thread thread : closing) {
                thread.join(Duration.between(clock.instant(), until));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pools that nobody used for long hold no connection any more, but a thread. */
    private void closeUnused() {
        Instant then = clock.instant().minus(settings.idle().multipliedBy(2));
        pools.values().removeIf(pool -> {
            boolean unused = pool.isUnusedSince(then);
            if (unused) {
                pool.retire();
            }
            return unused;
        });
    }
}
