package io.penstock.databricks.sandbox.engine;

import io.penstock.databricks.sandbox.access.Grants;
import io.penstock.databricks.sandbox.access.Visitor;
import io.penstock.databricks.sandbox.lakehouse.FolderCatalog;
import io.penstock.databricks.sandbox.lakehouse.GeneratedCode;
import io.penstock.databricks.sandbox.lakehouse.Lakehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.apache.spark.sql.classic.SparkSession;
import scala.Option;

/**
 * The one Spark of the process, over one lakehouse. Sessions share its catalogs and its two task threads.
 *
 * <p>Spark allows one such engine per process at a time. Safe for many threads.
 */
public final class SparkEngine implements AutoCloseable {
    private static final String CATALOG = "spark.sql.catalog.";
    private static final int STATEMENT_THREADS = 16;

    private final Lakehouse lakehouse;
    private final Grants grants;
    private final SparkSession spark;
    private final ExecutorService statements =
            Executors.newFixedThreadPool(STATEMENT_THREADS, daemons("sandbox-statement"));
    private final ScheduledExecutorService timeouts =
            Executors.newSingleThreadScheduledExecutor(daemons("sandbox-timeout"));

    private SparkEngine(Lakehouse lakehouse, Grants grants, SparkSession spark) {
        this.lakehouse = lakehouse;
        this.grants = grants;
        this.spark = spark;
    }

    /**
     * Starts Spark; takes seconds.
     *
     * @param grants what sessions may do
     * @param stateDir folder for Spark's temporary files; nothing in it outlives the process
     */
    public static SparkEngine start(Lakehouse lakehouse, Grants grants, Path stateDir) {
        var builder = org.apache.spark.sql.SparkSession.builder()
                .appName("databricks-sandbox")
                .master("local[2]");
        settings(stateDir).forEach(builder::config);
        GeneratedCode.none().forEach(builder::config);
        return new SparkEngine(lakehouse, grants, (SparkSession) builder.getOrCreate());
    }

    private static Map<String, String> settings(Path stateDir) {
        return Map.ofEntries(
                Map.entry("spark.ui.enabled", "false"),
                Map.entry("spark.driver.host", "127.0.0.1"),
                Map.entry("spark.driver.bindAddress", "127.0.0.1"),
                Map.entry("spark.local.dir", stateDir.resolve("spark").toString()),
                Map.entry(
                        "spark.sql.warehouse.dir",
                        stateDir.resolve("warehouse").toUri().toString()),
                Map.entry("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension"),
                Map.entry("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog"),
                Map.entry("spark.sql.sources.default", "delta"),
                Map.entry("spark.sql.shuffle.partitions", "1"),
                // With one partition there is nothing to adapt, and each query is planned faster.
                Map.entry("spark.sql.adaptive.enabled", "false"),
                Map.entry("spark.databricks.delta.snapshotPartitions", "1"),
                // Both save processes that Hadoop starts: four readlinks for a commit, a chmod for a file.
                Map.entry("spark.delta.logStore.file.impl", "io.delta.storage.LocalLogStore"),
                Map.entry("spark.hadoop.fs.file.impl", LocalFiles.class.getName()),
                // VACUUM and RESTORE list folders in so many tasks, 10,000 by default: minutes for a table of two
                // files.
                Map.entry("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2"),
                Map.entry("spark.sql.session.timeZone", "UTC"),
                Map.entry("spark.sql.ansi.enabled", "true"),
                // Otherwise a ${...} inside a parameter's text would be taken for a variable of Spark's.
                Map.entry("spark.sql.variable.substitute", "false"));
    }

    /** The folders that are served. */
    public Lakehouse lakehouse() {
        return lakehouse;
    }

    /** What sessions may do. */
    public Grants grants() {
        return grants;
    }

    /** A new session of the sandbox itself, which may do everything. */
    public WarehouseSession open() {
        return new WarehouseSession(this, spark.newSession(), Visitor.ITSELF);
    }

    /** A new session of a caller; it knows every catalog now on disk. */
    public WarehouseSession open(String principal) {
        return new WarehouseSession(this, spark.newSession(), new Visitor(principal, grants));
    }

    /** Makes the catalogs that have appeared on disk since the last call known to the session, which must be active. */
    void refreshCatalogs(SparkSession session, Visitor visitor) {
        lakehouse.catalogs().forEach((name, folder) -> {
            String key = CATALOG + name;
            Option<String> known = session.conf().getOption(key);
            if (known.isEmpty()) {
                session.conf().set(key + "." + FolderCatalog.FOLDER, folder.toString());
                session.conf().set(key, FolderCatalog.class.getName());
                // SHOW CATALOGS lists those in use only
                ((FolderCatalog) session.sessionState().catalogManager().catalog(name)).serve(visitor);
            }
        });
    }

    void execute(Runnable statement) {
        statements.execute(statement);
    }

    ScheduledExecutorService timeouts() {
        return timeouts;
    }

    void cancelJobs(String group) {
        spark.sparkContext().cancelJobGroupAndFutureJobs(group); // planning may still be on its way to its first job
    }

    /** Ends what still runs and stops Spark. */
    @Override
    public void close() {
        List.of(statements, timeouts).forEach(ExecutorService::shutdownNow);
        spark.stop();
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().daemon().name(name + "-", 0).factory();
    }
}
