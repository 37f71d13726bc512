package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Delta tables as folders: made by SQL, changed by SQL, and put there by somebody else. */
@ExtendWith(SandboxExtension.class)
class TablesTest {
    private final Sandbox sandbox;
    private Connection connection;

    TablesTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = sandbox.connect();
        sandbox.emptySchema(connection, "lake", "tables");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void renamesAndAddsColumnsAndReadsOldVersionsAndChanges() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.tables.scores (id STRING, score DOUBLE) TBLPROPERTIES"
                        + " ('delta.columnMapping.mode' = 'name', 'delta.enableChangeDataFeed' = 'true',"
                        + " 'delta.enableRowTracking' = 'true')",
                "INSERT INTO lake.tables.scores VALUES ('a', 0.1), ('b', 0.2)",
                "ALTER TABLE lake.tables.scores RENAME COLUMN score TO likelihood",
                "ALTER TABLE lake.tables.scores ADD COLUMNS (tier STRING)",
                "UPDATE lake.tables.scores SET likelihood = 0.9, tier = 'pro' WHERE id = 'b'");

        assertThat(rows(connection, "SELECT id, likelihood, tier FROM lake.tables.scores ORDER BY id"))
                .containsExactly("a|0.1|null", "b|0.9|pro");
        assertThat(rows(connection, "SELECT id, score FROM lake.tables.scores VERSION AS OF 1 ORDER BY id"))
                .containsExactly("a|0.1", "b|0.2");
        assertThat(rows(
                        connection,
                        "SELECT _change_type, id, likelihood, _commit_version FROM table_changes('lake.tables.scores', 4)"
                                + " ORDER BY _change_type"))
                .containsExactly("update_postimage|b|0.9|4", "update_preimage|b|0.2|4");
        assertThat(rows(connection, "SELECT id, _metadata.row_commit_version FROM lake.tables.scores ORDER BY id"))
                .containsExactly("a|1", "b|4");
        assertThat(rows(connection, "DESCRIBE HISTORY lake.tables.scores").stream()
                        .map(row -> row.split("\\|")[0] + " " + row.split("\\|")[4]))
                .containsExactly("4 UPDATE", "3 ADD COLUMNS", "2 RENAME COLUMN", "1 WRITE", "0 CREATE TABLE");
    }

    @Test
    void keepsTheHistoryOfATableThatIsReplaced() throws SQLException {
        run(
                connection,
                "CREATE OR REPLACE TABLE lake.tables.t AS SELECT 1 AS a",
                "CREATE OR REPLACE TABLE lake.tables.t AS SELECT 'x' AS b");

        assertThat(rows(connection, "SELECT b FROM lake.tables.t")).containsExactly("x");
        assertThat(rows(connection, "SELECT a FROM lake.tables.t VERSION AS OF 0"))
                .containsExactly("1");
    }

    @Test
    void renamesAndDropsTheFolderWithTheTable() throws SQLException {
        run(
                connection,
                "CREATE TABLE lake.tables.before AS SELECT 1 AS a",
                "ALTER TABLE lake.tables.before RENAME TO lake.tables.after");
        assertThat(sandbox.folder("lake", "tables", "before")).doesNotExist();
        assertThat(rows(connection, "SELECT a FROM lake.tables.after")).containsExactly("1");

        run(connection, "DROP TABLE lake.tables.after");
        assertThat(sandbox.folder("lake", "tables", "after")).doesNotExist();
        run(connection, "CREATE TABLE lake.tables.after AS SELECT 2 AS b");
        assertThat(rows(connection, "SELECT b FROM lake.tables.after")).containsExactly("2");
    }

    @Test
    void keepsEveryTableInItsFolder() {
        assertThatThrownBy(() -> run(connection, "CREATE TABLE lake.tables.t (a INT) LOCATION '/somewhere'"))
                .hasMessageContaining("no LOCATION");
        assertThatThrownBy(() -> run(connection, "CREATE SCHEMA lake.`..`")).isInstanceOf(SQLException.class);
    }

    @Test
    void seesCommitsThatAppearOneByOneUnderItsEyes() throws SQLException, IOException {
        run(
                connection,
                "CREATE TABLE lake.tables.origin (a INT)",
                "INSERT INTO lake.tables.origin VALUES (1)",
                "INSERT INTO lake.tables.origin VALUES (2)");
        Path origin = sandbox.folder("lake", "tables", "origin");
        Path copy = sandbox.folder("lake", "tables", "copy");
        copy(origin, copy, file -> !file.contains("_delta_log/"));
        Files.createDirectories(copy.resolve("_delta_log"));

        assertThat(rows(connection, "SHOW TABLES IN lake.tables")).contains("tables|copy|false");
        copy(origin, copy, file -> file.equals("_delta_log/00000000000000000000.json"));
        assertThat(rows(connection, "SELECT a FROM lake.tables.copy")).isEmpty();
        copy(origin, copy, file -> file.equals("_delta_log/00000000000000000001.json"));
        assertThat(rows(connection, "SELECT a FROM lake.tables.copy")).containsExactly("1");
        copy(origin, copy, file -> file.equals("_delta_log/00000000000000000002.json"));
        assertThat(rows(connection, "SELECT a FROM lake.tables.copy ORDER BY a"))
                .containsExactly("1", "2");
    }

    @Test
    void seesATableWhoseFolderWasReplacedByAnother() throws SQLException, IOException {
        run(
                connection,
                "CREATE TABLE lake.tables.one AS SELECT 1 AS a",
                "INSERT INTO lake.tables.one VALUES (2)",
                "CREATE TABLE lake.tables.two AS SELECT 'x' AS b");
        assertThat(rows(connection, "SELECT count(*) FROM lake.tables.one")).containsExactly("2");

        Path one = sandbox.folder("lake", "tables", "one");
        FolderTree.delete(one);
        assertThatThrownBy(() -> rows(connection, "SELECT * FROM lake.tables.one"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42P01"));
        copy(sandbox.folder("lake", "tables", "two"), one, file -> true);

        assertThat(rows(connection, "SELECT b FROM lake.tables.one")).containsExactly("x");
    }

    @Test
    void seesACatalogWhoseFolderAppears() throws SQLException, IOException {
        run(connection, "CREATE TABLE lake.tables.one AS SELECT 1 AS a");
        copy(sandbox.folder("lake", "tables", "one"), sandbox.folder("visitor", "s", "t"), file -> true);

        assertThat(rows(connection, "SELECT a FROM visitor.s.t")).containsExactly("1");
        assertThat(rows(connection, "SHOW CATALOGS")).contains("visitor", "lake");
    }

    @Test
    void readsAVectorColumnOfSparkMl() throws SQLException, IOException {
        String vector = "STRUCT<type: TINYINT NOT NULL, size: INT, indices: ARRAY<INT>, values: ARRAY<DOUBLE>>";
        run(
                connection,
                "CREATE TABLE lake.tables.plain (id INT, features " + vector + ")",
                "INSERT INTO lake.tables.plain VALUES (1, named_struct('type', 0Y, 'size', 3, 'indices', array(0, 2),"
                        + " 'values', array(1.5D, 2.5D)))");
        Path vectors = sandbox.folder("lake", "tables", "vectors");
        copy(sandbox.folder("lake", "tables", "plain"), vectors, file -> !file.endsWith(".crc"));
        declareVector(vectors.resolve("_delta_log/00000000000000000000.json"), "features");

        assertThat(rows(connection, "DESCRIBE QUERY SELECT features FROM lake.tables.vectors"))
                .containsExactly("features|vector|null");
        assertThat(
                        rows(
                                connection,
                                "SELECT to_json(struct(*), map('ignoreNullFields', 'false')) FROM (SELECT * FROM lake.tables.vectors)"))
                .containsExactly(
                        "{\"id\":1,\"features\":{\"type\":0,\"size\":3,\"indices\":[0,2],\"values\":[1.5,2.5]}}");
    }

    @Test
    void findsItsTablesAgainAfterARestart() throws SQLException {
        run(connection, "CREATE TABLE lake.tables.lasting AS SELECT 1 AS a");
        connection.close();
        sandbox.restart();
        connection = sandbox.connect();

        assertThat(rows(connection, "SELECT a FROM lake.tables.lasting")).containsExactly("1");
        run(connection, "CREATE OR REPLACE TABLE lake.tables.lasting AS SELECT 2 AS a");
        assertThat(rows(connection, "SELECT a FROM lake.tables.lasting VERSION AS OF 0"))
                .containsExactly("1");
        assertThat(rows(connection, "SELECT a FROM lake.tables.lasting")).containsExactly("2");
    }

    private static void copy(Path from, Path to, java.util.function.Predicate<String> wanted) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(from.relativize(file).toString().replace('\\', '/')))
                    .forEach(files::add);
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }

    /** Does what a notebook with Spark ML does: declares the struct as the vector type. */
    private static void declareVector(Path commit, String column) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(commit)) {
            ObjectNode action = (ObjectNode) json.readTree(line);
            if (action.has("metaData")) {
                ObjectNode metadata = (ObjectNode) action.get("metaData");
                ObjectNode schema =
                        (ObjectNode) json.readTree(metadata.get("schemaString").asText());
                for (var field : (ArrayNode) schema.get("fields")) {
                    if (field.get("name").asText().equals(column)) {
                        ((ObjectNode) field)
                                .set(
                                        "type",
                                        json.createObjectNode()
                                                .put("type", "udt")
                                                .put("class", "org.apache.spark.ml.linalg.VectorUDT")
                                                .put("pyClass", "pyspark.ml.linalg.VectorUDT")
                                                .set("sqlType", field.get("type")));
                    }
                }
                metadata.put("schemaString", schema.toString());
            }
            lines.add(action.toString());
        }
        Files.write(commit, lines);
    }
}
