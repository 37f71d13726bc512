package io.penstock.ingest.unity;

import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.schemas.config.ConnectionSpec;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** One {@link UnityCatalog} per connection, so that a token serves until it ends. Thread-safe. */
public final class UnityCatalogs {
    /** Far more than a project has; versions of a connection that are not in force any more fall out at the end. */
    private static final int MOST = 64;

    private final UnaryOperator<String> environment;
    private final InstantSource clock;
    private final Map<ConnectionSpec.Databricks, UnityCatalog> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ConnectionSpec.Databricks, UnityCatalog> eldest) {
            return size() > MOST;
        }
    };
    /**
     * Makes the set, empty.
     *
     * @param environment {@code System::getenv} in production
     */
    public UnityCatalogs(UnaryOperator<String> environment, InstantSource clock) {
        this.environment = environment;
        this.clock = clock;
    }

    /** The catalog behind a connection. Asks nobody anything yet. */
    public synchronized UnityCatalog of(ConnectionSpec.Databricks connection) {
        return known.computeIfAbsent(connection, each -> {
            JsonHttp http = new JsonHttp(each);
            return new UnityCatalog(http, new Tokens(each, environment, http, clock), clock);
        });
    }

    /**
     * What the catalog behind a connection knows about columns, for the reader: the newest state, which may be newer
     * than the version a read is pinned to, and older where another engine wrote the table.
     */
    public ColumnFacts facts(ConnectionSpec.Databricks connection) {
        return of(connection).facts();
    }
}
