package io.penstock.benchmarks.events;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.benchmarks.figures.Servers;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Program;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.Http;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Broker, control-service and webhook-service, and the Databricks stand-in, on an empty folder. For one thread. */
final class EventsRig implements AutoCloseable {
    static final String TABLE = "penstock.engagement.customerio_events";
    private static final String WEBHOOK = "webhook-service";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final House house;
    private final Stack stack;

    private EventsRig(House house, Stack stack) {
        this.house = house;
        this.stack = stack;
    }

    /** What all parts share. */
    record Plan(Installation installation, Path data, int portBase) {}

    /** Starts broker and control-service with the project applied; the others start when they are asked for. */
    static EventsRig start(Plan plan, Screen screen, Duration maxAge) throws Exception {
        empty(plan.data());
        House house = new House(
                plan.installation(),
                new Ports(plan.portBase()),
                plan.data(),
                plan.data().resolve("lakehouse"),
                Map.of(),
                plan.installation().home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        house.ports().requireFree();
        house.prepare(screen::say);
        Stack stack = Stack.open(plan.data());
        try {
            EventsRig rig = new EventsRig(house, stack);
            rig.begin(Servers.asServer(house.program("kafka-broker"), "512m", List.of()));
            rig.begin(house.program("control-service"));
            rig.apply(maxAge);
            return rig;
        } catch (RuntimeException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    void webhookService() throws InterruptedException {
        begin(Servers.asServer(house.program(WEBHOOK), "512m", List.of()));
    }

    void warehouse() throws InterruptedException {
        begin(house.program("databricks-sandbox"));
    }

    Sql sql() throws SQLException {
        return Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN);
    }

    House house() {
        return house;
    }

    Webhooks webhooks() {
        return new Webhooks(Ports.url(house.ports().webhook()));
    }

    /** Rows of the table of events, repeats included, since webhook-service began. */
    long landed() throws InterruptedException {
        return new Http(Ports.url(house.ports().webhook()))
                .get("/v1/status")
                .at("/tables/events/landed")
                .asLong();
    }

    /** The statement with which webhook-service merges many events, as the stand-in heard it: without the rows. */
    String mergeStatement() throws InterruptedException {
        for (var statement : Http.bearer(Ports.url(house.ports().databricks()), House.DATABRICKS_TOKEN)
                .get("/api/2.0/sql/history/queries?max_results=1000")
                .path("res")) {
            String text = statement.path("query_text").asText();
            if (text.startsWith("MERGE INTO") && text.contains("customerio_events") && text.contains("from_json(?")) {
                return text;
            }
        }
        throw new IllegalStateException("the stand-in has heard of no merge");
    }

    /** Waits for a condition. @throws IllegalStateException if it does not come true in time */
    void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited " + PATIENCE + " in vain for " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Something to wait for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    private void begin(Program program) throws InterruptedException {
        stack.start(List.of(program), (name, needed) -> {});
    }

    private void apply(Duration maxAge) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "benchmark");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: benchmark }
                spec:
                  workspace: benchmark
                  engagement: { connection: databricks, schema: penstock.engagement, webhooks: customerio, maxAge: %s }
                """.formatted(maxAge));
        files.put("connections/databricks.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: databricks }
                spec: { type: databricks, databricks: { host: 127.0.0.1, port: %d, tls: false, httpPath: /sql/1.0/warehouses/local, token: { env: DATABRICKS_TOKEN } } }
                """.formatted(house.ports().databricks()));
        files.put("connections/customerio.yaml", """
                apiVersion: penstock/v1
                kind: Connection
                metadata: { name: customerio }
                spec: { type: customerio, customerio: { siteId: { env: A }, apiKey: { env: B }, webhookKeys: [{ env: CUSTOMERIO_WEBHOOK_KEY }] } }
                """);
        new Http(Ports.url(house.ports().control())).post("/v1/project", body);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(folder);
    }

    @Override
    public void close() {
        stack.close();
    }
}
