package io.penstock.databricks.sandbox.engine;

import io.penstock.databricks.sandbox.access.GrantStatement;
import io.penstock.databricks.sandbox.access.Visitor;
import io.penstock.databricks.sandbox.lakehouse.FolderCatalog;
import io.penstock.databricks.sandbox.sql.Dialect;
import io.penstock.databricks.sandbox.sql.Dialect.NewCatalog;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.SparkSession;

/**
 * What one connection holds on the server: its current catalog and schema, its settings and its running statements.
 * Safe for many threads; statements of one session may run beside each other.
 */
public final class WarehouseSession implements AutoCloseable {
    private static final String DEFAULT_CATALOG = "main";

    private final SparkEngine engine;
    private final SparkSession spark;
    private final Visitor visitor;
    private final Set<RunningStatement> running = ConcurrentHashMap.newKeySet();
    private volatile Duration statementTimeout = Duration.ZERO;

    WarehouseSession(SparkEngine engine, SparkSession spark, Visitor visitor) {
        this.engine = engine;
        this.spark = spark;
        this.visitor = visitor;
        if (engine.lakehouse().catalogs().containsKey(DEFAULT_CATALOG)) {
            inside(session -> session.sql("SET CATALOG " + DEFAULT_CATALOG));
        }
    }

    /**
     * Applies settings that came with the connection. Knows {@code timezone}, {@code ansi_mode} and
     * {@code statement_timeout} (seconds), in any case; leaves all others out, as a warehouse does.
     */
    public void configure(Map<String, String> settings) {
        settings.forEach((name, value) -> {
            switch (name.toLowerCase(Locale.ROOT)) {
                case "timezone" -> spark.conf().set("spark.sql.session.timeZone", value);
                case "ansi_mode" -> spark.conf().set("spark.sql.ansi.enabled", value);
                case "statement_timeout" -> statementTimeout = Duration.ofSeconds(Long.parseLong(value));
                default -> {}
            }
        });
    }

    /** Starts a statement and returns at once. A timeout of zero means the session's own, which may be none. */
    public RunningStatement start(String sql, Duration timeout) {
        RunningStatement statement =
                new RunningStatement(engine, this, sql, timeout.isZero() ? statementTimeout : timeout);
        running.add(statement);
        statement.start();
        return statement;
    }

    /** Runs the action on this thread as part of this session: Spark finds session and settings by thread. */
    public <T> T inside(Function<SparkSession, T> action) {
        org.apache.spark.sql.SparkSession.setActiveSession(spark);
        try {
            engine.refreshCatalogs(spark, visitor);
            return action.apply(spark);
        } finally {
            org.apache.spark.sql.SparkSession.clearActiveSession();
        }
    }

    /** Name of the time zone in which timestamps are shown. */
    String timeZone() {
        return spark.conf().get("spark.sql.session.timeZone");
    }

    /** Runs SQL of the driver's dialect; commands have run when this returns, queries run when read. */
    Dataset<Row> run(String sql) {
        Optional<NewCatalog> created = Dialect.createdCatalog(sql);
        Optional<GrantStatement> grant = GrantStatement.parse(sql);
        if (created.isPresent()) {
            create(created.get());
            engine.refreshCatalogs(spark, visitor);
            return spark.emptyDataFrame();
        }
        if (grant.isPresent()) {
            grant.get().applyTo(engine.grants());
            return spark.emptyDataFrame();
        }
        String translated = Dialect.translate(sql);
        boolean maintains = visitor.isRestricted() && Maintenance.isOne(spark, translated);
        return FolderCatalog.maintaining(maintains, () -> spark.sql(translated));
    }

    private void create(NewCatalog catalog) {
        if (catalog.mustBeNew() && engine.lakehouse().catalogs().containsKey(catalog.name())) {
            throw new IllegalStateException("[CATALOG_ALREADY_EXISTS] Catalog '" + catalog.name()
                    + "' already exists. Choose a different name or use IF NOT EXISTS. SQLSTATE: 42710");
        }
        engine.lakehouse().createCatalog(catalog.name());
    }

    void ended(RunningStatement statement) {
        running.remove(statement);
    }

    /** Cancels what still runs. Safe to repeat. */
    @Override
    public void close() {
        running.forEach(RunningStatement::cancel);
    }
}
