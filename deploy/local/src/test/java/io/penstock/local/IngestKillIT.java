package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.ManagedProcess;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Http;
import io.penstock.local.story.Screen;
import io.penstock.local.story.TopicReader;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of ingest-service in mid-read: in first reads, in reads of what changed, and in snapshots, each time
 * after another number of rows. At the end the records make up the tables, and each change of each row is one record.
 *
 * <p>How often: system property {@code penstock.kills}, default 3; which moments: {@code penstock.kills.seed}.
 */
class IngestKillIT {
    private static final int KILLS = Integer.getInteger("penstock.kills", 3);
    private static final long SEED = Long.getLong("penstock.kills.seed", 20260315);
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PEOPLE = 60_000;
    private static final int STOCK = 12_000;
    /** Below a third of the people, which is the least that is to be read when a kill is due. */
    private static final int LATEST_KILL = 8_000;

    private static final String INGEST = "ingest-service";
    private static final Map<String, String> TABLES =
            Map.of("by-version", "main.kill.people", "by-snapshot", "main.kill.stock");

    private final Screen screen = new Screen(System.out, false);
    private final Random random = new Random(SEED);
    private House house;
    private Stack stack;
    private Sql sql;
    private Admin admin;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Installation installation = Installation.fromSystemProperty();
        house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("main"));
        house.prepare(screen::say);
        stack = Stack.open(house.data());
        start(List.of("kafka-broker", "databricks-sandbox"));
        start(List.of("control-service", INGEST));
        sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN);
        admin = Admin.create(Map.of("bootstrap.servers", (Object) house.ports().bootstrap()));
    }

    @AfterEach
    void stop() throws Exception {
        if (sql != null) {
            sql.close();
        }
        if (admin != null) {
            admin.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void killingInMidReadLosesNothingAndRepeatsNothing() throws Exception {
        makeTables();
        int duringFirstRead = (KILLS + 2) / 3;
        int inMidRead = 0;

        apply();
        for (int kill = 0; kill < duringFirstRead; kill++) {
            inMidRead += killInMidRead();
        }
        awaitCaughtUp();
        for (int round = 0; round < KILLS - duringFirstRead; round++) {
            change(round);
            inMidRead += killInMidRead();
            stack.process(INGEST).awaitReady();
            awaitCaughtUp();
        }
        sql.run("UPDATE main.kill.people SET value = value + 1", "UPDATE main.kill.stock SET value = value + 1");

        screen.say("%d of %d kills came in mid-read".formatted(inMidRead, KILLS));
        try (CountedRows records = new CountedRows(house.ports().bootstrap())) {
            for (var table : TABLES.entrySet()) {
                Map<String, Integer> owed = rows(table.getValue());
                until(
                        "records of " + table.getKey() + " make up the table",
                        () -> records.upToNow().of(table.getKey()).equals(owed));
            }
            assertThat(records.violations()).isEmpty();
        }
        assertThat(inMidRead).isGreaterThan(KILLS / 2);
    }

    private void start(List<String> names) throws InterruptedException {
        stack.start(
                names.stream()
                        .map(house::program)
                        .map(program -> program.with(
                                Map.of("PENSTOCK_INGEST_CHUNK_ROWS", "500", "PENSTOCK_INGEST_PAGE_ROWS", "25000")))
                        .toList(),
                (name, needed) -> Runs.showReady(screen, name, needed));
    }

    /** Every row of both tables begins at 0. */
    private void makeTables() throws SQLException {
        String columns = "id, 0 AS value, repeat(concat('row ', id, ' '), 8) AS note";
        sql.run(
                "CREATE SCHEMA main.kill",
                "CREATE TABLE main.kill.people TBLPROPERTIES ('delta.enableRowTracking' = 'true') AS SELECT " + columns
                        + " FROM range(" + PEOPLE + ")",
                "CREATE TABLE main.kill.stock AS SELECT " + columns + " FROM range(" + STOCK + ")");
    }

    /** Deletes first: a row whose last update nobody has read yet would leave a hole in its numbers. */
    private void change(int round) throws SQLException {
        sql.run(
                "DELETE FROM main.kill.stock WHERE id % 600 = " + (2 * round + 1),
                "UPDATE main.kill.stock SET value = value + 1 WHERE id % 2 = " + round % 2,
                "INSERT INTO main.kill.stock SELECT id, 0 AS value, 'new' AS note FROM range(" + (100_000 + 100 * round)
                        + ", " + (100_000 + 100 * round + 50) + ")",
                "UPDATE main.kill.people SET value = value + 1 WHERE id % 3 = " + round % 3);
    }

    /** Kills after some rows more are on the topic, committed or not. 1 if the read was not at its end. */
    private int killInMidRead() throws Exception {
        long from = readsEnd();
        int rows = 1 + random.nextInt(LATEST_KILL);
        until(rows + " more rows are read", () -> readsEnd() >= from + rows);
        ManagedProcess process = stack.process(INGEST);
        process.kill();
        boolean middle = !isCaughtUp("by-version", committed());
        process.restart();
        return middle ? 1 : 0;
    }

    private long readsEnd() throws Exception {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        int partitions = admin.describeTopics(List.of(Topics.READS.name()))
                .allTopicNames()
                .get()
                .get(Topics.READS.name())
                .partitions()
                .size();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(Topics.READS.name(), partition), OffsetSpec.latest());
        }
        return admin.listOffsets(asked).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /** Each change is read before the next one is made, so that every value of every row is to be seen. */
    private void awaitCaughtUp() {
        for (String pipeline : TABLES.keySet()) {
            until(pipeline + " has read its table", () -> isCaughtUp(pipeline, committed()));
        }
    }

    private boolean isCaughtUp(String pipeline, Map<String, CheckpointV1> checkpoints) throws SQLException {
        CheckpointV1 checkpoint = checkpoints.get(pipeline);
        long head = Long.parseLong(sql.query("DESCRIBE HISTORY " + TABLES.get(pipeline) + " LIMIT 1")
                .rows()
                .getFirst()
                .get(0));
        return checkpoint != null
                && checkpoint.backfill() == null
                && checkpoint.position().tableVersion() >= head;
    }

    /** Newest checkpoint of each pipeline. */
    private Map<String, CheckpointV1> committed() {
        Map<String, CheckpointV1> newest = new HashMap<>();
        TopicReader.all(house.ports().bootstrap(), Topics.CHECKPOINTS)
                .forEach(checkpoint -> newest.put(checkpoint.pipeline(), checkpoint));
        return newest;
    }

    private Map<String, Integer> rows(String table) throws SQLException {
        Map<String, Integer> rows = new HashMap<>();
        sql.query("SELECT CAST(id AS STRING), value FROM " + table)
                .rows()
                .forEach(row -> rows.put(row.get(0), Integer.valueOf(row.get(1))));
        return rows;
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private void apply() throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "test");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: kills }
                spec: { workspace: kills }
                """);
        files.put("identity.yaml", """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: kills }
                spec: { types: { row: { class: strong, limit: 1 } } }
                """);
        files.put("connections/databricks.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: databricks }
                spec:
                  type: databricks
                  databricks:
                    host: 127.0.0.1
                    port: %d
                    tls: false
                    httpPath: /sql/1.0/warehouses/local
                    token: { env: DATABRICKS_TOKEN }
                """.formatted(house.ports().databricks()));
        files.put("pipelines/by-version/pipeline.yaml", pipeline("by-version", "{ by: row-version, live: true }"));
        files.put("pipelines/by-snapshot/pipeline.yaml", pipeline("by-snapshot", "{ by: snapshot, every: PT1S }"));
        new Http(Ports.url(house.ports().control())).post("/v1/project", body);
    }

    private static String pipeline(String name, String change) {
        return """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: %s }
                spec:
                  source:
                    connection: databricks
                    table: %s
                    key: [id]
                    change: %s
                    contract:
                      columns:
                        id:    { type: bigint, required: true }
                        value: { type: int, required: true }
                        note:  { type: string }
                  identity:
                    given: { row: id }
                """.formatted(name, TABLES.get(name), change);
    }
}
