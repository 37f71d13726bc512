package io.penstock.databricks.sandbox;

import static io.penstock.databricks.sandbox.Sandbox.rows;
import static io.penstock.databricks.sandbox.Sandbox.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.databricks.sandbox.lakehouse.FolderTree;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A folder of tables that somebody else made: at any depth, under any name, some of them broken. */
@ExtendWith(SandboxExtension.class)
class OddTablesTest {
    private final Sandbox sandbox;
    private Connection connection;
    private Path good;

    OddTablesTest(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void makeAGoodTable() throws SQLException, IOException {
        connection = sandbox.connect();
        sandbox.emptySchema(connection, "lake", "odd");
        run(
                connection,
                "CREATE TABLE lake.odd.good (id INT, name STRING)",
                "INSERT INTO lake.odd.good VALUES (1, 'a')",
                "INSERT INTO lake.odd.good VALUES (2, 'b')");
        good = sandbox.folder("lake", "odd", "good");
        FolderTree.delete(sandbox.odd());
        Files.createDirectories(sandbox.odd());
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void findsTablesAtAnyDepthAndUnderAnyName() throws Exception {
        for (String place : List.of(
                "top", "one/plain", "one/two/three/deep", "one/a b.c", "one/per%20cent%2F", "one/Ünï-c0de", "s p/t")) {
            copy(good, sandbox.odd().resolve(place));
        }

        for (String name : List.of(
                "default.top",
                "one.plain",
                "one__two__three.deep",
                "one.`a b.c`",
                "one.`per%20cent%2F`",
                "one.`Ünï-c0de`",
                "`s p`.t")) {
            assertThat(rows(connection, "SELECT id FROM odd." + name + " ORDER BY id"))
                    .as(name)
                    .containsExactly("1", "2");
            assertThat(rows(connection, "DESCRIBE HISTORY odd." + name))
                    .as(name)
                    .hasSize(3);
        }
        run(
                connection,
                "INSERT INTO odd.one.`a b.c` VALUES (3, 'c')",
                "ALTER TABLE odd.one.`a b.c` ADD COLUMNS (x INT)",
                "UPDATE odd.one.`a b.c` SET x = 1 WHERE id = 3");
        assertThat(rows(connection, "SELECT id, x FROM odd.one.`a b.c` WHERE x = 1"))
                .containsExactly("3|1");
        assertThat(rows(connection, "SHOW SCHEMAS IN odd")).contains("default", "one", "one__two__three", "`s p`");
        JsonNode listed = json("tables?catalog_name=odd&schema_name=one");
        assertThat(listed.path("tables").findValuesAsText("name"))
                .contains("a b.c", "per%20cent%2F", "plain", "Ünï-c0de")
                .doesNotContain("deep");
        assertThat(json("tables/" + encoded("odd.one.a b.c")).path("columns").size())
                .isEqualTo(3);
        assertThat(json("tables/" + encoded("odd.one.per%20cent%2F"))
                        .path("name")
                        .asText())
                .isEqualTo("per%20cent%2F");
    }

    @Test
    void brokenTablesAreListedAndFailAloneAndInOneSentence() throws Exception {
        Path schema = sandbox.odd().resolve("broken");
        copy(good, schema.resolve("fine"));
        copy(good, schema.resolve("no_parquet"));
        data(schema.resolve("no_parquet")).forEach(OddTablesTest::delete);
        copy(good, schema.resolve("bad_parquet"));
        for (Path file : data(schema.resolve("bad_parquet"))) {
            Files.writeString(file, "this is no parquet");
        }
        copy(good, schema.resolve("bad_json"));
        log(schema.resolve("bad_json"), 2, "{\"commitInfo\":{}}\n{\"add\":{\"path\"");
        Files.createDirectories(schema.resolve("empty_log/_delta_log"));
        copy(good, schema.resolve("hole"));
        delete(schema.resolve("hole/_delta_log/00000000000000000001.json"));
        copy(good, schema.resolve("no_first"));
        delete(schema.resolve("no_first/_delta_log/00000000000000000000.json"));
        delete(schema.resolve("no_first/_delta_log/00000000000000000001.json"));
        copy(good, schema.resolve("future"));
        protocol(
                schema.resolve("future"),
                "{\"protocol\":{\"minReaderVersion\":9,\"minWriterVersion\":9,\"readerFeatures\":[],\"writerFeatures\":[]}}");
        copy(good, schema.resolve("feature"));
        protocol(
                schema.resolve("feature"),
                "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7,\"readerFeatures\":[\"flyingCarpet\"],"
                        + "\"writerFeatures\":[\"flyingCarpet\"]}}");
        Files.writeString(schema.resolve("stray file"), "not a folder");

        assertThat(rows(connection, "SHOW TABLES IN odd.broken"))
                .containsExactly(Stream.of(
                                "bad_json",
                                "bad_parquet",
                                "empty_log",
                                "feature",
                                "fine",
                                "future",
                                "hole",
                                "no_first",
                                "no_parquet")
                        .map(name -> "broken|" + name + "|false")
                        .toArray(String[]::new));
        assertThat(rows(connection, "SELECT count(*) FROM odd.broken.fine")).containsExactly("2");
        assertThat(Stream.of(
                                "no_parquet",
                                "bad_parquet",
                                "bad_json",
                                "empty_log",
                                "hole",
                                "no_first",
                                "future",
                                "feature")
                        .map(this::refusal))
                .containsExactly(
                        "no_parquet: KD001 FAILED_READ_FILE.FILE_NOT_EXIST",
                        "bad_parquet: KD001 FAILED_READ_FILE.NO_HINT",
                        "bad_json: KD001 FAILED_READ_FILE.NO_HINT",
                        "empty_log: 42P01 DELTA_TABLE_NOT_FOUND",
                        "hole: KD00C DELTA_VERSIONS_NOT_CONTIGUOUS",
                        "no_first: 42K03 DELTA_TRUNCATED_TRANSACTION_LOG",
                        "future: KD004 DELTA_INVALID_PROTOCOL_VERSION",
                        "feature: 56038 DELTA_UNSUPPORTED_FEATURES_FOR_READ");

        JsonNode listed = json("tables?catalog_name=odd&schema_name=broken").path("tables");
        assertThat(listed.findValuesAsText("name")).contains("fine", "bad_json", "future");
        assertThat(json("tables/odd.broken.hole").path("storage_location").asText())
                .endsWith("/broken/hole");
    }

    @Test
    void readsATableThatIsTheCatalogsFolderItself() throws Exception {
        copy(good, sandbox.odd());
        assertThat(rows(connection, "SELECT count(*) FROM odd.default.odd")).containsExactly("2");
    }

    /** State and class of the error that reading the table ends with, which is one sentence without a stack trace. */
    private String refusal(String table) {
        try {
            return table + ": read " + rows(connection, "SELECT * FROM odd.broken." + table);
        } catch (SQLException e) {
            assertThat(e.getMessage()).as(table).doesNotContain("\tat ").doesNotContain("Caused by");
            Matcher named = Pattern.compile("\\[([A-Z_.]+)]").matcher(e.getMessage());
            return table + ": " + e.getSQLState() + " " + (named.find() ? named.group(1) : e.getMessage());
        }
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        return new ObjectMapper()
                .readTree(sandbox.get(Sandbox.TOKEN, "/api/2.1/unity-catalog/" + path)
                        .body());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<Path> data(Path table) throws IOException {
        try (Stream<Path> files = Files.list(table)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private static void log(Path table, int version, String text) throws IOException {
        Path log = table.resolve("_delta_log");
        Files.writeString(log.resolve("%020d.json".formatted(version)), text);
        delete(log.resolve("%020d.crc".formatted(version)));
    }

    private static void protocol(Path table, String line) throws IOException {
        Path first = table.resolve("_delta_log/00000000000000000000.json");
        List<String> lines = new ArrayList<>();
        for (String each : Files.readAllLines(first)) {
            lines.add(each.startsWith("{\"protocol\"") ? line : each);
        }
        Files.write(first, lines);
        for (int version = 0; version < 3; version++) {
            delete(table.resolve("_delta_log/%020d.crc".formatted(version)));
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Without Hadoop's own checksums, which would speak before Delta does. */
    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(from)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
