package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Statements through the unmodified driver. */
@ExtendWith(SandboxExtension.class)
class StatementsTest {
    private static final String ENDLESS =
            "SELECT count(*) FROM range(3000000000) a CROSS JOIN range(1000) b WHERE hash(a.id, b.id) = 1";

    private final Sandbox sandbox;
    private Connection connection;

    StatementsTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = sandbox.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void runsTheQueryOfThePageAgainstAThreePartName() throws SQLException {
        sandbox.emptySchema(connection, "main", "ml_outputs");
        run(
                connection,
                "CREATE TABLE main.ml_outputs.upgrade_scores (customer_id STRING, upgrade_likelihood_score DECIMAL(10,4),"
                        + " account_tier STRING, feature_summary STRUCT<tenure: INT, tags: ARRAY<STRING>>,"
                        + " scored_at TIMESTAMP)",
                "INSERT INTO main.ml_outputs.upgrade_scores VALUES"
                        + " ('c-1', 0.8125, 'pro', struct(12, array('a', 'b')), current_timestamp()),"
                        + " ('c-2', 0.1, 'free', struct(1, null), current_timestamp() - INTERVAL 3 DAYS)");

        List<String> found = rows(
                connection,
                "SELECT customer_id, upgrade_likelihood_score::DOUBLE AS score, account_tier, feature_summary"
                        + " FROM main.ml_outputs.upgrade_scores WHERE scored_at > DATEADD(DAY, -1, CURRENT_DATE())");

        assertThat(found).containsExactly("c-1|0.8125|pro|{\"tenure\":12,\"tags\":[\"a\",\"b\"]}");
    }

    @Test
    void describesAQueryWithoutRunningIt() throws SQLException {
        assertThat(rows(connection, "DESCRIBE QUERY SELECT 1::BIGINT AS a, array(struct(1 AS b)) AS c"))
                .containsExactly("a|bigint|null", "c|array<struct<b:int>>|null");
    }

    @Test
    void bindsParametersOfEveryKindAndLeavesQuestionMarksInTextAlone() throws SQLException {
        String text = "It's \"quoted\", \\ and ${x} and ? and\nlines";
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT ? AS s, ? AS i, ? AS l, ? AS d, ? AS n, ? AS b, ? AS nothing, '?' AS mark -- and ?")) {
            statement.setString(1, text);
            statement.setInt(2, -7);
            statement.setLong(3, 9007199254740993L);
            statement.setDouble(4, 0.1);
            statement.setBigDecimal(5, new BigDecimal("12.50"));
            statement.setBoolean(6, true);
            statement.setNull(7, Types.VARCHAR);
            try (ResultSet found = statement.executeQuery()) {
                assertThat(found.next()).isTrue();
                assertThat(found.getString(1)).isEqualTo(text);
                assertThat(found.getInt(2)).isEqualTo(-7);
                assertThat(found.getLong(3)).isEqualTo(9007199254740993L);
                assertThat(found.getDouble(4)).isEqualTo(0.1);
                assertThat(found.getBigDecimal(5)).isEqualByComparingTo("12.5");
                assertThat(found.getBoolean(6)).isTrue();
                assertThat(found.getString(7)).isNull();
                assertThat(found.getString(8)).isEqualTo("?");
            }
        }
    }

    @Test
    void tellsErrorsApartByTheirSqlState() {
        assertThatThrownBy(() -> rows(connection, "SELECT * FROM main.nowhere.nothing"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"))
                .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND");
        assertThatThrownBy(() -> rows(connection, "SELECT scroe FROM (SELECT 1 AS score)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"))
                .hasMessageContaining("`score`");
        assertThatThrownBy(() -> rows(connection, "SELEC 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42601"));
        assertThatThrownBy(() -> rows(connection, "SELECT 1 / id FROM range(2)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
    }

    @Test
    void mergesABatchOfEventsOnceHoweverOftenItIsSent() throws SQLException {
        sandbox.emptySchema(connection, "penstock", "engagement");
        run(
                connection,
                "CREATE TABLE penstock.engagement.events (event_id STRING, occurred_at TIMESTAMP, event_date DATE,"
                        + " payload STRING)");
        String batch =
                "[{\"event_id\":\"e-1\",\"occurred_at\":\"2026-11-22T10:00:00.123Z\",\"payload\":\"{\\\"a\\\":\\\"it's\\\"}\"},"
                        + "{\"event_id\":\"e-2\",\"occurred_at\":\"2026-11-22T10:00:01Z\",\"payload\":\"ž?\"}]";

        assertThat(merge(batch)).isEqualTo(2);
        assertThat(merge(batch)).isZero();
        assertThat(rows(connection, "SELECT event_id, payload FROM penstock.engagement.events ORDER BY 1"))
                .containsExactly("e-1|{\"a\":\"it's\"}", "e-2|ž?");
        assertThatThrownBy(() -> merge("[{\"event_id\":{}}"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22023"))
                .hasMessageContaining("MALFORMED_RECORD_IN_PARSING");
        assertThat(update("UPDATE penstock.engagement.events SET payload = '' WHERE event_id = 'e-1'"))
                .isEqualTo(1);
        assertThat(update("DELETE FROM penstock.engagement.events")).isEqualTo(2);
    }

    private int merge(String batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("MERGE INTO penstock.engagement.events AS t"
                + " USING (SELECT inline(from_json(?, 'ARRAY<STRUCT<event_id:STRING,occurred_at:TIMESTAMP,payload:STRING>>',"
                + " map('mode','FAILFAST')))) AS s"
                + " ON t.event_id = s.event_id AND t.event_date = CAST(s.occurred_at AS DATE) AND t.event_date >= ?"
                + " WHEN NOT MATCHED THEN INSERT (event_id, occurred_at, event_date, payload)"
                + " VALUES (s.event_id, s.occurred_at, CAST(s.occurred_at AS DATE), s.payload)")) {
            statement.setString(1, batch);
            statement.setDate(2, java.sql.Date.valueOf("2026-11-22"));
            return statement.executeUpdate();
        }
    }

    private int update(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Test
    void keepsEveryTypeOnItsWayThroughArrow() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT 1Y AS t, 2S AS s, 3 AS i, 4L AS l, double('NaN') AS d,"
                        + " 1.20BD AS n, true AS b, X'00FF' AS x, DATE'2026-03-15' AS day, map('k', 1) AS m,"
                        + " parse_json('{\"a\":[1,null]}') AS v, TIMESTAMP'2026-03-15T12:00:00Z' AS at")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getObject("t")).isEqualTo((byte) 1);
            assertThat(found.getObject("s")).isEqualTo((short) 2);
            assertThat(found.getObject("i")).isEqualTo(3);
            assertThat(found.getObject("l")).isEqualTo(4L);
            assertThat(found.getObject("d")).isEqualTo(Double.NaN);
            assertThat(found.getObject("n")).isEqualTo(new BigDecimal("1.20"));
            assertThat(found.getObject("b")).isEqualTo(true);
            assertThat(found.getBytes("x")).containsExactly(0, 255);
            assertThat(found.getObject("day")).hasToString("2026-03-15");
            assertThat(found.getString("m")).isEqualTo("{\"k\":1}");
            assertThat(found.getString("v")).isEqualTo("{\"a\":[1,null]}");
            assertThat(found.getMetaData().getColumnTypeName(11)).isEqualTo("VARIANT");
            assertThat(found.getString("at")).startsWith("2026-03-15 12:00:00");
        }
    }

    @Test
    void givesLargeResultsBlockByBlock() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT id, repeat('x', 100) AS x FROM range(250000)")) {
            long sum = 0;
            while (found.next()) {
                sum += found.getLong(1);
            }
            assertThat(sum).isEqualTo(250_000L * 249_999 / 2);
        }
    }

    @Test
    void showsTimestampsInTheTimeZoneOfTheConnection() throws SQLException {
        try (Connection prague = java.sql.DriverManager.getConnection(
                sandbox.url().replace("TIMEZONE=UTC", "TIMEZONE=Europe/Prague"), "token", Sandbox.TOKEN)) {
            String sql = "SELECT current_timezone(), CAST(TIMESTAMP'2026-07-01T12:00:00Z' AS STRING)";
            assertThat(rows(prague, sql)).containsExactly("Europe/Prague|2026-07-01 14:00:00");
            assertThat(rows(connection, sql)).containsExactly("UTC|2026-07-01 12:00:00");
        }
    }

    @Test
    void startsInTheNamespaceOfTheConnectionAndFollowsUseCatalog() throws SQLException {
        sandbox.emptySchema(connection, "main", "crm");
        sandbox.emptySchema(connection, "penstock", "crm");
        try (Connection inside = java.sql.DriverManager.getConnection(
                sandbox.url() + ";ConnCatalog=main;ConnSchema=crm", "token", Sandbox.TOKEN)) {
            assertThat(rows(inside, "SELECT current_catalog(), current_schema()"))
                    .containsExactly("main|crm");
            run(inside, "USE CATALOG penstock", "USE SCHEMA crm");
            assertThat(rows(inside, "SELECT current_catalog(), current_schema()"))
                    .containsExactly("penstock|crm");
        }
    }

    @Test
    void endsAStatementThatRunsIntoItsTimeoutAndServesTheNext() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(3);
            assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("time");
        }
        assertThat(rows(connection, "SELECT 1")).containsExactly("1");
    }

    @Test
    void endsAStatementThatIsCancelled() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(() -> {
                try {
                    statement.executeQuery(ENDLESS);
                    return new AssertionError("The statement should not have ended by itself");
                } catch (SQLException e) {
                    return e;
                }
            });
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
                statement.cancel(); // reaches the server only once the driver knows the statement's id
                return ended.isDone();
            });
            assertThat(ended.join()).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void servesFourConnectionsAtOnce() throws SQLException {
        List<CompletableFuture<List<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int number = i;
            answers.add(CompletableFuture.supplyAsync(() -> {
                try (Connection own = sandbox.connect()) {
                    run(own, "USE CATALOG spark_catalog");
                    return rows(own, "SELECT " + number + ", count(*) FROM range(10000)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (int i = 0; i < 4; i++) {
            assertThat(answers.get(i).join()).containsExactly(i + "|10000");
        }
    }

    @Test
    void showsResultsAndErrorsAtThePrompt() {
        var out = new java.io.ByteArrayOutputStream();
        SqlPrompt prompt = new SqlPrompt(connection, new java.io.PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(prompt.run("SELECT 'a' AS letter, 12345 AS number UNION ALL SELECT NULL, 1 ORDER BY 2 DESC"))
                .isTrue();
        assertThat(prompt.run("SELECT nothing")).isFalse();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .startsWith("letter  number", "------  ------", "a       12345", "NULL    1", "2 rows")
                .anyMatch(line -> line.startsWith("error 42703: "));
    }
}
