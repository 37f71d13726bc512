package io.penstock.ingest.databricks;

import com.databricks.client.jdbc.Driver;
import io.penstock.ingest.core.read.ColumnFacts;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceRow;
import io.penstock.ingest.run.SourceFactory;
import io.penstock.schemas.config.ConnectionSpec;
import io.penstock.schemas.config.SecretRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The warehouse that the tests tagged {@code warehouse} run against: the stand-in or a real workspace, by settings that
 * are environment variables or system properties ({@code PENSTOCK_TEST_WAREHOUSE_HOST} is
 * {@code penstock.test.warehouse.host}). The module's README lists them. Tables get names of their own and are dropped
 * at the end.
 */
final class WarehouseUnderTest implements AutoCloseable {
    static final String NOT_CONFIGURED =
            "no warehouse: set PENSTOCK_TEST_WAREHOUSE_PORT (the stand-in on this machine) or PENSTOCK_TEST_WAREHOUSE_HOST,"
                    + " _HTTP_PATH, _TOKEN_ENV and _SCHEMA (a workspace)";

    private static final String PREFIX = "PENSTOCK_TEST_WAREHOUSE_";
    private static final WarehouseSettings SETTINGS = new WarehouseSettings(
            Duration.ofMinutes(5), 4, Duration.ofMinutes(5), Duration.ofMinutes(20), "Penstock/test");

    private final ConnectionSpec.Databricks spec = specification();
    private final String schema = setting("SCHEMA").orElse("main.penstock_test");
    private final List<String> tables = new ArrayList<>();
    private final DatabricksSources sources;
    private final Connection connection;

    private WarehouseUnderTest(ColumnFacts facts) throws SQLException {
        sources = new DatabricksSources(WarehouseUnderTest::secret, SETTINGS, _ -> facts);
        DatabricksUrl url = DatabricksUrl.of(spec, WarehouseUnderTest::secret, SETTINGS);
        connection = new Driver().connect(url.url(), url.properties());
        run("CREATE SCHEMA IF NOT EXISTS " + SqlNames.table(schema));
    }

    static WarehouseUnderTest open() throws SQLException {
        return new WarehouseUnderTest(ColumnFacts.NONE);
    }

    static WarehouseUnderTest open(ColumnFacts facts) throws SQLException {
        return new WarehouseUnderTest(facts);
    }

    /** Called by name from the tests' conditions. */
    static boolean isConfigured() {
        return setting("HOST").isPresent() || setting("PORT").isPresent();
    }

    /** Whether settings may be changed that a workspace does not let anybody change. */
    static boolean isStandIn() {
        return isConfigured() && !specification().tls();
    }

    ConnectionSpec.Databricks spec() {
        return spec;
    }

    DatabricksSources sources() {
        return sources;
    }

    static String secret(String name) {
        return isStandIn() && System.getenv(name) == null ? "local-token" : System.getenv(name);
    }

    /** A table's name that nobody has used yet, dropped at the end. */
    String newTable() {
        String table = schema + ".t_" + UUID.randomUUID().toString().replace("-", "");
        tables.add(table);
        return table;
    }

    /** A new table; {@code columns} and what follows, as after CREATE TABLE. */
    String newTable(String columns, String... properties) throws SQLException {
        String table = newTable();
        run("CREATE TABLE " + table + " (" + columns + ")"
                + (properties.length == 0 ? "" : " TBLPROPERTIES (" + String.join(", ", properties) + ")"));
        return table;
    }

    /** Runs statements; {@code %s} is the table. */
    void run(String table, String... statements) throws SQLException {
        for (String statement : statements) {
            run(statement.replace("%s", table));
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    RecordSource table(String table) throws SourceException {
        return sources.open(spec, new SourceFactory.Request(table, null, ReadMode.ROW_VERSION, "warehouse-tests"));
    }

    RecordSource query(String query) throws SourceException {
        return sources.open(spec, new SourceFactory.Request(null, query, ReadMode.SNAPSHOT, "warehouse-tests"));
    }

    /** All rows of a range, in order. */
    static List<SourceRow> rows(RecordSource source, ReadRange range) throws SourceException {
        List<SourceRow> rows = new ArrayList<>();
        source.read(range, rows::add);
        return rows;
    }

    /** The JSON of all rows of a range, sorted. */
    static List<String> json(RecordSource source, ReadRange range) throws SourceException {
        return rows(source, range).stream().map(SourceRow::json).sorted().toList();
    }

    @Override
    public void close() throws SQLException {
        for (String table : tables) {
            run("DROP TABLE IF EXISTS " + table);
        }
        connection.close();
        sources.close();
    }

    private static ConnectionSpec.Databricks specification() {
        Optional<String> host = setting("HOST");
        boolean remote = host.isPresent()
                && !host.get().equals("127.0.0.1")
                && !host.get().equals("localhost");
        Optional<String> client = setting("CLIENT_ID_ENV");
        return new ConnectionSpec.Databricks(
                host.orElse("127.0.0.1"),
                setting("PORT").map(Integer::valueOf).orElse(null),
                remote,
                setting("HTTP_PATH").orElse("/sql/1.0/warehouses/local"),
                client.isPresent() ? null : new SecretRef(setting("TOKEN_ENV").orElse("DATABRICKS_TOKEN"), null),
                client.map(name -> new SecretRef(name, null)).orElse(null),
                setting("CLIENT_SECRET_ENV")
                        .map(name -> new SecretRef(name, null))
                        .orElse(null));
    }

    private static Optional<String> setting(String name) {
        String property = (PREFIX + name).toLowerCase(Locale.ROOT).replaceFirst("test_warehouse_", "test.warehouse.");
        return Optional.ofNullable(System.getProperty(
                        property.replaceFirst("penstock_", "penstock.").replace('_', '-')))
                .or(() -> Optional.ofNullable(System.getenv(PREFIX + name)))
                .filter(value -> !value.isBlank());
    }
}
