package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The life of a table as a data scientist writes it, statement by statement. */
@ExtendWith(SandboxExtension.class)
class SqlGapsTest {
    private final Sandbox sandbox;
    private Connection connection;

    SqlGapsTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = sandbox.connect();
        sandbox.emptySchema(connection, "lake", "gaps");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void goesBackInTimeByVersionAndByTimestampAndRestores() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.gaps.t (id INT) TBLPROPERTIES ('delta.enableChangeDataFeed' = 'true')",
                "INSERT INTO lake.gaps.t VALUES (1)",
                "INSERT INTO lake.gaps.t VALUES (2)");
        String second = rows(connection, "DESCRIBE HISTORY lake.gaps.t").get(1).split("\\|")[1];

        assertThat(rows(connection, "SELECT id FROM lake.gaps.t VERSION AS OF 1"))
                .containsExactly("1");
        assertThat(rows(connection, "SELECT id FROM lake.gaps.t TIMESTAMP AS OF '" + second + "'"))
                .containsExactly("1");
        assertThat(rows(connection, "SELECT id, _commit_version FROM table_changes('lake.gaps.t', 1, 2) ORDER BY id"))
                .containsExactly("1|1", "2|2");

        run(connection, "RESTORE TABLE lake.gaps.t TO VERSION AS OF 1");
        assertThat(rows(connection, "SELECT id FROM lake.gaps.t")).containsExactly("1");
        assertThat(rows(connection, "DESCRIBE HISTORY lake.gaps.t LIMIT 1"))
                .singleElement()
                .asString()
                .startsWith("3|")
                .contains("RESTORE");
    }

    @Test
    void renamesDropsAddsAndWidensColumns() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.gaps.t (id INT, score FLOAT, tier STRING) TBLPROPERTIES"
                        + " ('delta.columnMapping.mode' = 'name', 'delta.enableTypeWidening' = 'true')",
                "INSERT INTO lake.gaps.t VALUES (1, 0.5, 'a')",
                "ALTER TABLE lake.gaps.t RENAME COLUMN score TO likelihood",
                "ALTER TABLE lake.gaps.t ALTER COLUMN id TYPE BIGINT",
                "ALTER TABLE lake.gaps.t DROP COLUMN tier",
                "ALTER TABLE lake.gaps.t ADD COLUMN tier INT COMMENT 'another one'",
                "INSERT INTO lake.gaps.t VALUES (9007199254740993, 0.25, 7)");

        assertThat(rows(connection, "SELECT id, likelihood, tier FROM lake.gaps.t ORDER BY id"))
                .containsExactly("1|0.5|null", "9007199254740993|0.25|7");
        assertThat(rows(connection, "DESCRIBE HISTORY lake.gaps.t").stream().map(row -> row.split("\\|")[4]))
                .containsExactly(
                        "WRITE",
                        "ADD COLUMNS",
                        "DROP COLUMNS",
                        "CHANGE COLUMN",
                        "RENAME COLUMN",
                        "WRITE",
                        "CREATE TABLE");
    }

    @Test
    void deletesUpdatesOptimisesAndVacuumsAtOnce() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.gaps.t AS SELECT id FROM range(10)",
                "UPDATE lake.gaps.t SET id = 100 WHERE id = 1",
                "DELETE FROM lake.gaps.t WHERE id < 5",
                "OPTIMIZE lake.gaps.t");
        assertThatThrownBy(() -> run(connection, "VACUUM lake.gaps.t RETAIN 0 HOURS"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("DELTA_VACUUM_RETENTION_PERIOD_TOO_SHORT");
        run(
                connection,
                "SET spark.databricks.delta.retentionDurationCheck.enabled = false",
                "VACUUM lake.gaps.t RETAIN 0 HOURS");

        assertThat(rows(connection, "SELECT count(*) FROM lake.gaps.t")).containsExactly("6");
        assertThatThrownBy(() -> rows(connection, "SELECT * FROM lake.gaps.t VERSION AS OF 0"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isIn("KD001", "42K03"));
    }

    @Test
    void dropsATableAndMakesAnotherOneOfThatName() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.gaps.t (a INT)",
                "INSERT INTO lake.gaps.t VALUES (1)",
                "DROP TABLE lake.gaps.t",
                "CREATE TABLE lake.gaps.t (b STRING, a INT)",
                "INSERT INTO lake.gaps.t VALUES ('x', 2)");
        assertThat(rows(connection, "SELECT * FROM lake.gaps.t")).containsExactly("x|2");
        assertThat(rows(connection, "DESCRIBE HISTORY lake.gaps.t")).hasSize(2);
        run(connection, "CREATE OR REPLACE TABLE lake.gaps.t AS SELECT 3 AS c");
        assertThat(rows(connection, "SELECT c FROM lake.gaps.t")).containsExactly("3");
        assertThat(rows(connection, "DESCRIBE HISTORY lake.gaps.t")).hasSize(3);
    }

    @Test
    void describesATableUnderItsOwnName() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.gaps.t (id INT COMMENT 'key', d DATE) PARTITIONED BY (d) COMMENT 'all of it'",
                "ALTER TABLE lake.gaps.t SET TBLPROPERTIES ('owner.team' = 'growth', 'delta.enableRowTracking' = 'true')");

        List<String> described = rows(connection, "DESCRIBE TABLE EXTENDED lake.gaps.t");
        assertThat(described)
                .contains(
                        "id|int|key",
                        "Catalog|lake|",
                        "Database|gaps|",
                        "Table|t|",
                        "Type|MANAGED|",
                        "Comment|all of it|",
                        "Provider|delta|");
        assertThat(rows(connection, "SHOW TBLPROPERTIES lake.gaps.t"))
                .contains("owner.team|growth", "delta.enableRowTracking|true");
        assertThat(rows(connection, "DESCRIBE DETAIL lake.gaps.t"))
                .singleElement()
                .asString()
                .startsWith("delta|")
                .contains("|lake.gaps.t|");
        assertThat(rows(connection, "SHOW COLUMNS IN lake.gaps.t")).containsExactly("id", "d");
    }

    @Test
    void knowsTheInformationSchema() throws SQLException {
        run(connection, "CREATE TABLE lake.gaps.t (id INT NOT NULL COMMENT 'key', tags ARRAY<STRING>) COMMENT 'c'");

        assertThat(rows(
                        connection,
                        "SELECT table_name, table_type, comment FROM lake.information_schema.tables"
                                + " WHERE table_schema = 'gaps'"))
                .containsExactly("t|MANAGED|c");
        assertThat(rows(
                        connection,
                        "SELECT column_name, ordinal_position, is_nullable, full_data_type, comment"
                                + " FROM lake.information_schema.columns WHERE table_schema = 'gaps' ORDER BY 2"))
                .containsExactly("id|0|NO|int|key", "tags|1|YES|array<string>|null");
        assertThat(rows(connection, "SELECT schema_name FROM lake.information_schema.schemata"))
                .contains("gaps");
    }
}
