package io.penstock.benchmarks.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.ManagedProcess;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Http;
import io.penstock.local.story.Screen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Broker, Databricks stand-in, control-service and ingest-service as processes, on an empty folder. For one thread. */
public final class Rig implements AutoCloseable {
    static final String INGEST = "ingest-service";
    static final String BROKER = "kafka-broker";
    static final String STAND_IN = "databricks-sandbox";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final House house;
    private final Stack stack;
    private final Http control;
    private final Http ingest;
    private final Map<String, String> pipelines = new TreeMap<>();

    /**
     * What all parts of a benchmark share.
     *
     * @param settings environment of ingest-service
     * @param options further flags of its JVM
     */
    public record Plan(
            Installation installation, Path data, int portBase, Map<String, String> settings, List<String> options) {
        /** The same with a further flag. */
        Plan with(String option) {
            List<String> all = new ArrayList<>(options);
            all.add(option);
            return new Plan(installation, data, portBase, settings, all);
        }
    }

    private Rig(House house, Stack stack) {
        this.house = house;
        this.stack = stack;
        this.control = new Http(Ports.url(house.ports().control()));
        this.ingest = new Http(Ports.url(house.ports().ingest()));
    }

    /**
     * Starts the programs and waits for them.
     *
     * @param part name of the folder below the plan's; emptied
     * @param heap largest heap of ingest-service, as {@code -Xmx} wants it
     */
    static Rig start(Plan plan, String part, String heap, Screen screen) throws Exception {
        Path data = plan.data().resolve(part);
        Servers.empty(data);
        House house = new House(
                plan.installation(),
                new Ports(plan.portBase()),
                data,
                data.resolve("lakehouse"),
                Map.of(),
                plan.installation().home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("main"));
        house.ports().requireFree();
        house.prepare(screen::say);
        Stack stack = Stack.open(data);
        try {
            stack.start(
                    List.of(Servers.asServer(house.program(BROKER), "512m", List.of()), house.program(STAND_IN)),
                    (name, needed) -> {});
            stack.start(
                    List.of(
                            house.program("control-service"),
                            Servers.asServer(house.program(INGEST).with(plan.settings()), heap, plan.options())),
                    (name, needed) -> {});
            return new Rig(house, stack);
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    /** A new connection to the stand-in. */
    Sql sql() throws SQLException {
        return Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN);
    }

    House house() {
        return house;
    }

    String bootstrap() {
        return house.ports().bootstrap();
    }

    Http ingest() {
        return ingest;
    }

    /**
     * Adds a pipeline to the project; it begins to read at once. Those applied before stay: taking one away has
     * ingest-service forget its rows, which would be work beside that of the new one.
     *
     * @param change the pipeline's {@code change} block, in braces
     */
    void apply(String pipeline, String change) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "benchmark");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: benchmark }
                spec: { workspace: benchmark }
                """);
        files.put("identity.yaml", """
                apiVersion: penstock/v1
                kind: Identity
                metadata: { name: benchmark }
                spec: { types: { customer_id: { class: strong, limit: 1 } } }
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
        pipelines.put("pipelines/" + pipeline + "/pipeline.yaml", """
                apiVersion: penstock/v1
                kind: Pipeline
                metadata: { name: %s }
                spec:
                  source:
                    connection: databricks
                    table: %s
                    key: [customer_id]
                    change: %s
                    contract:
                      columns:
                %s  identity:
                    given: { customer_id: customer_id }
                """.formatted(
                        pipeline, BenchmarkTable.NAME, change, BenchmarkTable.CONTRACT.indent(8)));
        pipelines.forEach(files::put);
        control.post("/v1/project", body);
    }

    /** The pipeline as ingest-service tells it; a missing node before it knows it. */
    JsonNode status(String pipeline) throws InterruptedException {
        for (JsonNode known : ingest.get("/v1/pipelines")) {
            if (known.path("name").asText().equals(pipeline)) {
                return known;
            }
        }
        return MissingNode.getInstance();
    }

    /** Reads that the change filter has let through since the process began. */
    long changed() throws InterruptedException {
        return ingest.get("/v1/filter").path("changed").asLong();
    }

    /** Statements that read rows as JSON and began at or after an instant (epoch milliseconds), oldest first. */
    List<String> rowStatementsSince(long epochMillis) throws InterruptedException {
        List<String> found = new ArrayList<>();
        JsonNode all = Http.bearer(Ports.url(house.ports().databricks()), House.DATABRICKS_TOKEN)
                .get("/api/2.0/sql/history/queries?max_results=1000")
                .path("res");
        for (JsonNode statement : all) {
            String text = statement.path("query_text").asText();
            if (statement.path("query_start_time_ms").asLong() >= epochMillis
                    && text.contains("to_json(")
                    && text.contains("`scores`")) {
                found.addFirst(text);
            }
        }
        return found;
    }

    /** CPU time a program has used so far. */
    Duration cpu(String program) {
        return ProcessHandle.of(process(program).pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElse(Duration.ZERO);
    }

    ManagedProcess process(String program) {
        return stack.process(program);
    }

    /**
     * Waits for a condition.
     *
     * @throws IllegalStateException if it does not come true in time, or the pipeline has failed
     */
    void await(String what, Duration patience, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.holds()) {
            for (JsonNode pipeline : ingest.get("/v1/pipelines")) {
                if (pipeline.path("state").asText().matches("failed|paused|quarantined")) {
                    throw new IllegalStateException("waiting for " + what + ": the pipeline is "
                            + pipeline.path("state").asText() + ": "
                            + pipeline.path("detail").asText());
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + patience + " in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    @Override
    public void close() {
        stack.close();
    }
}
