import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the Parquet files beside it with Spark, the columns as Customer.io's export has them. Once, from the root of a
 * built checkout, with the folder to write into as argument:
 *
 * <pre>
 * java --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED \
 *   --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \
 *   --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/sun.util.calendar=ALL-UNNAMED \
 *   --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Xmx1g \
 *   -cp "$(cat deploy/databricks-sandbox/target/classpath.txt)" \
 *   deploy/cli/src/test/resources/export/WriteExport.java deploy/cli/src/test/resources/export
 * </pre>
 *
 * A second argument N writes {@code metrics_large.parquet} of N rows and {@code deliveries_large.parquet} instead, to
 * measure with.
 */
public class WriteExport {
    private static final String METRICS = "(event_id, delivery_id, metric, link_url, link_id, reason, created_at, machine,"
            + " prefetched, proxied, email_client, seq_num)";

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        SparkSession spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", false)
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
                .getOrCreate();
        if (arguments.length > 1) {
            large(spark, folder, Long.parseLong(arguments[1]));
        } else {
            small(spark, folder);
        }
        spark.stop();
    }

    private static void small(SparkSession spark, Path folder) throws Exception {
        write(spark, folder.resolve("deliveries_v4_1_0001.parquet"), Map.of("compression", "zstd"), """
                SELECT * FROM VALUES
                  (1L, 'd1', 'c1', 'email', 23L, 96L, NULL, NULL, '01TRIGGER', 5L),
                  (1L, 'd1', 'c1', 'email', 22L, 96L, NULL, NULL, '01STALE', 4L),
                  (1L, 'd2', 'c2', 'in-app', NULL, 97L, NULL, 736L, NULL, 6L)
                AS (workspace_id, delivery_id, internal_customer_id, delivery_type, campaign_id, action_id,
                  transactional_message_id, newsletter_id, event_id, seq_num)""");
        write(spark, folder.resolve("people_v4_1_0001.parquet"), Map.of("compression", "gzip"), """
                SELECT * FROM VALUES
                  (1L, 'usr_1', 'c1', false, false, 'ada@example.com'),
                  (1L, NULL, 'c2', false, false, NULL)
                AS (workspace_id, customer_id, internal_customer_id, deleted, suppressed, email_addr)""");
        write(
                spark,
                folder.resolve("metrics_v4_1_0001.parquet"),
                Map.of("compression", "snappy", "parquet.block.row.count.limit", "3"),
                "SELECT * FROM VALUES" + """
                  ('e1', 'd1', 'clicked', 'https://example.com/?a=1,2&q="x"', 7L, NULL, TIMESTAMP'2026-03-15 00:00:00.123456', false, NULL, NULL, NULL, 1L),
                  ('e2', 'd2', 'opened', NULL, NULL, NULL, TIMESTAMP'2026-03-15 00:00:01', NULL, true, false, 'Grüße', 2L),
                  (NULL, 'd1', 'opened', NULL, NULL, NULL, TIMESTAMP'2026-03-15 00:00:02', NULL, NULL, NULL, NULL, 3L),
                  ('e4', 'd1', 'bounced', NULL, NULL, '550 5.5.0', TIMESTAMP'2026-03-15 00:00:03', NULL, NULL, NULL, NULL, 4L),
                  ('e5', 'unknown', 'sent', NULL, NULL, NULL, TIMESTAMP'2026-03-15 00:00:04', NULL, NULL, NULL, NULL, 5L)
                AS\s""" + METRICS);
        spark.conf().set("spark.sql.parquet.outputTimestampType", "INT96");
        write(spark, folder.resolve("types/metrics.parquet"), Map.of("compression", "none"), """
                SELECT CAST('e6' AS BINARY) AS event_id, CAST('d1' AS BINARY) AS delivery_id, 'sent' AS metric,
                  TIMESTAMP'2026-03-15 00:00:05' AS created_at, DATE'2026-03-15' AS day,
                  TIMESTAMP_NTZ'2026-03-15 00:00:06' AS local_time, CAST(1.50 AS DECIMAL(9,2)) AS price, 0.5D AS score,
                  array('a', NULL) AS tags, named_struct('city', 'Linz', 'zip', 4020) AS place,
                  map('k', 1) AS counts, unhex('FF00') AS bytes""");
    }

    private static void large(SparkSession spark, Path folder, long rows) throws Exception {
        write(spark, folder.resolve("deliveries_large.parquet"), Map.of(), """
                SELECT concat('dgTJlgEAAZLxQ0a1b2c3d4e', id) AS delivery_id, concat('a3', id) AS internal_customer_id,
                  'email' AS delivery_type, id AS campaign_id, id AS action_id, id AS seq_num
                FROM range(%d)""".formatted(rows));
        write(spark, folder.resolve("metrics_large.parquet"), Map.of(), """
                SELECT concat('01HZY3N1A00000', id) AS event_id, concat('dgTJlgEAAZLxQ0a1b2c3d4e', id) AS delivery_id,
                  'opened' AS metric, timestamp_seconds(1773532800 + id) AS created_at, false AS machine, id AS seq_num
                FROM range(%d)""".formatted(rows));
    }

    private static void write(SparkSession spark, Path file, Map<String, String> options, String sql) throws Exception {
        Path parts = Files.createTempDirectory("export");
        spark.sql(sql).coalesce(1).write().mode("overwrite").options(options).parquet(parts.toString());
        try (var written = Files.list(parts)) {
            Path part = written.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
            Files.createDirectories(file.getParent());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
