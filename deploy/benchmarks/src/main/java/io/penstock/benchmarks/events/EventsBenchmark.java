package io.penstock.benchmarks.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.story.Screen;
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Three figures: how soon a webhook is answered at a rate, how many events land in Delta in a second compared with the
 * driver alone merging the same rows with the same statement, and how soon the row of a webhook can be seen.
 */
public final class EventsBenchmark {
    private static final int BATCH = 5_000;

    private final Screen screen;
    private final Size size;
    /** Webhooks that were answered 200. */
    private final AtomicLong kept = new AtomicLong();

    /**
     * How much is measured.
     *
     * @param rate webhooks a second
     * @param warmUp seconds of that rate that do not count: three processes compile what they have not run before
     * @param seconds of that rate that count
     * @param events landed and merged
     * @param samples webhooks whose row is looked for
     * @param maxAge of the project
     */
    public record Size(int rate, int warmUp, int seconds, int events, int samples, Duration maxAge) {}

    /** Milliseconds. {@code refused}: answers other than 200. */
    public record Door(int rate, long answered, long refused, double p50, double p99, double max) {}

    /** Events a second, of webhook-service and of the driver alone. */
    public record Landing(int events, double landed, double bare, double ratio) {}

    /** Seconds. */
    public record Visible(int samples, double p50, double p95, double max) {}

    /** What can be measured alone. */
    public enum Part {
        door,
        landing,
        visible
    }

    /** Null for what was not measured. */
    public record Result(Door door, Landing landing, Visible visible) {}

    public EventsBenchmark(Screen screen, Size size) {
        this.screen = screen;
        this.size = size;
    }

    /** Measures. */
    Result run(Set<Part> only, EventsRig.Plan plan) throws Exception {
        try (EventsRig rig = EventsRig.start(plan, screen, size.maxAge())) {
            rig.webhookService();
            rig.await("the first webhook", () -> rig.webhooks().post(Webhooks.body("first", 0, Instant.now())) == 200);
            Door door = only.contains(Part.door) ? door(rig.webhooks()) : null;
            if (only.equals(EnumSet.of(Part.door))) {
                return new Result(door, null, null);
            }
            rig.warehouse();
            rig.await("what came meanwhile", () -> rig.landed() >= kept.get());
            return new Result(
                    door,
                    only.contains(Part.landing) ? landing(rig) : null,
                    only.contains(Part.visible) ? visible(rig) : null);
        }
    }

    /** An open loop: a webhook is sent when its time has come, however long the others take. */
    private Door door(Webhooks webhooks) {
        screen.heading("Door: %d webhooks a second for %d s, after %d s that warm up"
                .formatted(size.rate(), size.seconds(), size.warmUp()));
        long[] nanos = new long[size.rate() * size.seconds()];
        AtomicLong refused = new AtomicLong();
        long warm = (long) size.rate() * size.warmUp();
        long all = warm + (long) size.rate() * size.seconds();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long n = 0; n < all; n++) {
                long number = n;
                long due = began + n * 1_000_000_000L / size.rate();
                LockSupport.parkNanos(due - System.nanoTime());
                threads.submit(() -> {
                    int status = webhooks.post(Webhooks.body("door-" + number, number, Instant.now()));
                    kept.addAndGet(status == 200 ? 1 : 0);
                    if (number >= warm) {
                        nanos[(int) (number - warm)] = System.nanoTime() - due;
                        refused.addAndGet(status == 200 ? 0 : 1);
                    }
                    return null;
                });
            }
        }
        List<Double> millis = Arrays.stream(nanos).mapToObj(one -> one / 1e6).toList();
        Door door = new Door(
                size.rate(),
                millis.size(),
                refused.get(),
                Statistics.percentile(millis, 0.5),
                Statistics.percentile(millis, 0.99),
                Statistics.percentile(millis, 1));
        screen.point(String.format(
                Locale.ROOT,
                "p50 %.1f ms, p99 %.1f ms (aim: 50), longest %.0f ms; %d of %d not answered 200",
                door.p50(),
                door.p99(),
                door.max(),
                door.refused(),
                door.answered()));
        screen.point("p99 of each second, ms: " + bySecond(millis));
        return door;
    }

    private String bySecond(List<Double> millis) {
        return IntStream.range(0, size.seconds())
                .mapToObj(second -> millis.subList(second * size.rate(), (second + 1) * size.rate()))
                .map(one -> String.format(Locale.ROOT, "%.0f", Statistics.percentile(one, 0.99)))
                .collect(Collectors.joining(" "));
    }

    private Landing landing(EventsRig rig) throws Exception {
        screen.heading("Into Delta: %d events".formatted(size.events()));
        long before = rig.landed();
        long began = System.nanoTime();
        publish(rig.house());
        rig.await("the events", () -> rig.landed() >= before + size.events());
        double landed = size.events() / seconds(began);
        double bare = bare(rig);
        Landing landing = new Landing(size.events(), landed, bare, landed / bare);
        screen.point(String.format(
                Locale.ROOT,
                "webhook-service %.0f events/s; the driver alone, same rows, same statement, %d a batch: %.0f/s; ratio %.2f",
                landed,
                BATCH,
                bare,
                landing.ratio()));
        return landing;
    }

    private void publish(House house) {
        Instant now = Instant.now();
        try (var producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        (Object) house.ports().bootstrap(),
                        "linger.ms",
                        20,
                        "compression.type",
                        "lz4"),
                new StringSerializer(),
                Topics.ENGAGEMENT.valueSerde().serializer())) {
            for (int n = 0; n < size.events(); n++) {
                String id = "land-" + n;
                EngagementV1 event = new EngagementV1(
                        "benchmark",
                        id,
                        "email",
                        "clicked",
                        now,
                        now,
                        "usr_" + n % 5_000,
                        "person" + n % 5_000 + "@example.com",
                        Webhooks.person(n),
                        "dgTJlgEAAZLx" + n + "==",
                        23L,
                        null,
                        "https://example.com/upgrade?a=1&b=2",
                        true,
                        Webhooks.body(id, n, now));
                producer.send(new ProducerRecord<>(Topics.ENGAGEMENT.name(), event.cioId(), event));
            }
        }
    }

    /** Merges the landed rows into an empty twin of the table; only the statements are timed. */
    private static double bare(EventsRig rig) throws Exception {
        JsonMapper json = JsonMapper.builder().build();
        String statement = rig.mergeStatement().replace("`engagement`", "`bare`");
        List<String> rows;
        try (Sql sql = rig.sql()) {
            sql.run(
                    "CREATE SCHEMA penstock.bare",
                    "CREATE TABLE penstock.bare.customerio_events USING DELTA PARTITIONED BY (event_date) AS SELECT * FROM "
                            + EventsRig.TABLE + " WHERE false");
            rows = sql
                    .query("SELECT to_json(struct(*)) FROM " + EventsRig.TABLE + " WHERE event_id LIKE 'land-%'")
                    .rows()
                    .stream()
                    .map(row -> row.get(0))
                    .toList();
        }
        List<List<String>> batches = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            batches.add(rows.subList(from, Math.min(rows.size(), from + BATCH)));
        }
        Properties credentials = new Properties();
        credentials.putAll(Map.of("AuthMech", "3", "UID", "token", "PWD", House.DATABRICKS_TOKEN));
        long spent = 0;
        try (Connection connection = DriverManager.getConnection(rig.house().jdbcUrl(), credentials)) {
            for (List<String> batch : batches) {
                JsonNode first = json.readTree(batch.getFirst());
                long began = System.nanoTime();
                merge(connection, statement, batch, first.path("event_date").asText());
                spent += System.nanoTime() - began;
            }
        }
        return rows.size() / (spent / 1e9);
    }

    private static void merge(Connection connection, String statement, List<String> batch, String earliest)
            throws SQLException {
        try (PreparedStatement merge = connection.prepareStatement(statement)) {
            merge.setString(1, "[" + String.join(",", batch) + "]");
            merge.setString(2, earliest);
            int merged = merge.executeUpdate();
            if (merged != batch.size()) {
                throw new IllegalStateException("merged " + merged + " of " + batch.size() + " rows");
            }
        }
    }

    private Visible visible(EventsRig rig) throws Exception {
        screen.heading("From a webhook to its row: %d of them, maxAge %s".formatted(size.samples(), size.maxAge()));
        List<Double> seconds = new ArrayList<>();
        Webhooks webhooks = rig.webhooks();
        try (Sql sql = rig.sql()) {
            for (int n = 0; n < size.samples(); n++) {
                String id = "seen-" + n;
                TimeUnit.MILLISECONDS.sleep(997L * n % 1_500);
                long began = System.nanoTime();
                webhooks.post(Webhooks.body(id, n, Instant.now()));
                rig.await(
                        "the row of " + id,
                        () -> !sql.query("SELECT 1 FROM " + EventsRig.TABLE + " WHERE event_date >= current_date() - 1"
                                        + " AND event_id = '" + id + "'")
                                .rows()
                                .isEmpty());
                seconds.add(seconds(began));
            }
        }
        Visible visible = new Visible(
                size.samples(),
                Statistics.percentile(seconds, 0.5),
                Statistics.percentile(seconds, 0.95),
                Statistics.percentile(seconds, 1));
        screen.point(String.format(
                Locale.ROOT, "p50 %.1f s, p95 %.1f s, longest %.1f s", visible.p50(), visible.p95(), visible.max()));
        return visible;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
