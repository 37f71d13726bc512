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
import io.penstock.schemas.EngagementV1;
import io.penstock.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reporting webhooks on their way into Delta while what carries them dies: each 200 that was given is one row, and the
 * events of one person are on the topic in the order in which they were answered.
 *
 * <p>How often: system property {@code penstock.engagement.kills}, default 2. How long the broker is away, in seconds:
 * {@code penstock.engagement.outage}, default 4; webhooks a second meanwhile: {@code penstock.engagement.rate}, default
 * 50. Longest answer allowed then, in milliseconds: {@code penstock.engagement.answer}, default the 4 s that the sender
 * waits; on a machine of its own, 1000.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngagementIT {
    private static final int KILLS = Integer.getInteger("penstock.engagement.kills", 2);
    private static final int OUTAGE = Integer.getInteger("penstock.engagement.outage", 4);
    private static final int RATE = Integer.getInteger("penstock.engagement.rate", 50);
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Duration AN_ANSWER = Duration.ofMillis(Integer.getInteger("penstock.engagement.answer", 4000));
    private static final Duration LATE = Duration.ofDays(7);
    private static final int PEOPLE = 24;
    private static final int SENDERS = 4;
    private static final int COPIED = 50;
    /** Number of the first person whose events come in any order. */
    private static final int OTHERS = 1_000_000;

    private static final String BROKER = "kafka-broker";
    private static final String WEBHOOK = "webhook-service";
    private static final String TABLE = "penstock.engagement.customerio_events";

    private final Screen screen = new Screen(System.out, false);
    /** Events that were answered 200, sent in order per person. */
    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    /** Events that were sent in any order. */
    private final Set<String> shuffled = ConcurrentHashMap.newKeySet();

    private House house;
    private Stack stack;
    private Sql sql;
    private ReportingWebhooks webhooks;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        Installation installation = Installation.fromSystemProperty();
        house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        house.prepare(screen::say);
        stack = Stack.open(house.data());
        start(BROKER, "databricks-sandbox");
        start("control-service", WEBHOOK);
        sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN);
        webhooks = new ReportingWebhooks(Ports.url(house.ports().webhook()));
        apply();
        until("the first webhook is taken", () -> webhooks.post(0, 0, Instant.now()) == 200);
        kept.add(ReportingWebhooks.id(0, 0));
    }

    @AfterAll
    void stop() throws Exception {
        if (sql != null) {
            sql.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void eachWebhookAnsweredIsOneRowHoweverServiceAndBrokerDie() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> sending = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                sending.add(senders.submit(() -> send(number, over)));
            }
            Random random = new Random(20260315);
            for (int kill = 0; kill < KILLS; kill++) {
                int wanted = kept.size() + 100 + random.nextInt(400);
                until(wanted + " webhooks are taken", () -> kept.size() >= wanted);
                stack.killAndRestart(kill % 2 == 0 ? WEBHOOK : BROKER);
            }
            int wanted = kept.size() + 200;
            until("webhooks are taken again", () -> kept.size() >= wanted);
            over.set(true);
            for (Future<?> one : sending) {
                one.get();
            }
        }
        screen.say("%d kills, %d webhooks answered 200".formatted(KILLS, kept.size()));
        expectEachOnce();
    }

    @Test
    void threeCopiesOfEachInAnyOrderAndAWeekLateAreOneRow() throws Exception {
        Instant now = Instant.now();
        List<Callable<Integer>> copies = new ArrayList<>();
        for (int event = 0; event < 3 * COPIED; event++) {
            int person = OTHERS + event % COPIED;
            int n = 1 + event / COPIED;
            shuffled.add(ReportingWebhooks.id(person, n));
            copies.add(() -> webhooks.post(person, n, now));
            copies.add(() -> webhooks.post(person, n, now));
            copies.add(() -> webhooks.post(person, n, now.minus(LATE)));
        }
        Collections.shuffle(copies, new Random(20260322));
        for (Callable<Integer> copy : copies) {
            assertThat(copy.call()).isEqualTo(200);
        }
        until("each event is in the table", () -> ids().containsAll(shuffled));
        assertThat(ids()).doesNotHaveDuplicates();
    }

    /** Each person's events one after the other, as Customer.io does; now and then one again, a week late. */
    private Void send(int sender, AtomicBoolean over) throws InterruptedException {
        Random random = new Random(sender);
        for (int n = 1; !over.get(); n++) {
            for (int person = sender; person < PEOPLE; person += SENDERS) {
                int who = person;
                int number = n;
                until("a webhook is taken", () -> webhooks.post(who, number, Instant.now()) == 200);
                kept.add(ReportingWebhooks.id(person, n));
                if (random.nextInt(4) == 0) {
                    webhooks.post(person, 1 + random.nextInt(n), Instant.now().minus(LATE));
                }
            }
        }
        return null;
    }

    @Test
    void eachWebhookIsAnsweredInTimeWhileTheBrokerIsAway() throws Exception {
        AtomicLong slowest = new AtomicLong();
        ManagedProcess broker = stack.process(BROKER);
        int all = OUTAGE * RATE;
        int people = 2 * RATE; // the next of a person comes 2 s later, when the one before has been answered
        List<Future<Integer>> answers = new ArrayList<>();
        List<Integer> statuses = new ArrayList<>();
        broker.kill();
        try (ScheduledExecutorService clock =
                Executors.newScheduledThreadPool(RATE, Thread.ofVirtual().factory())) {
            for (int n = 1; n <= all; n++) {
                int number = n;
                answers.add(clock.schedule(
                        () -> timed(PEOPLE + number % people, number, slowest),
                        n * 1_000_000L / RATE,
                        TimeUnit.MICROSECONDS));
            }
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
        }
        screen.say("broker away for %d s at %d webhooks a second: slowest answer %d ms, %d of %d not answered 200"
                .formatted(
                        OUTAGE,
                        RATE,
                        slowest.get(),
                        statuses.stream().filter(status -> status != 200).count(),
                        all));
        long began = System.nanoTime();
        broker.restart();
        broker.awaitReady();
        expectEachOnce();
        screen.say("%d rows %d s after the broker's start"
                .formatted(kept.size(), (System.nanoTime() - began) / 1_000_000_000));
        assertThat(statuses).containsOnly(200);
        assertThat(Duration.ofMillis(slowest.get())).isLessThan(AN_ANSWER);
    }

    private int timed(int person, int n, AtomicLong slowest) throws InterruptedException {
        long began = System.nanoTime();
        int status = webhooks.post(person, n, Instant.now());
        long took = (System.nanoTime() - began) / 1_000_000;
        slowest.accumulateAndGet(took, Math::max);
        if (status == 200) {
            kept.add(ReportingWebhooks.id(person, n));
        }
        return status;
    }

    private void expectEachOnce() throws Exception {
        until("each webhook that was answered is in the table", () -> ids().containsAll(kept));
        List<String> rows = ids();
        assertThat(rows).doesNotHaveDuplicates();
        assertThat(rows.stream().filter(id -> !shuffled.contains(id)))
                .hasSizeLessThanOrEqualTo(kept.size() + SENDERS); // not answered, but kept all the same
        order().forEach((person, events) -> assertThat(events).as(person).isSorted());
    }

    private List<String> ids() throws Exception {
        return sql.query("SELECT event_id FROM " + TABLE).rows().stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** First copies of each person's events as they lie on the topic. */
    private Map<String, List<String>> order() {
        Map<String, Set<String>> found = new HashMap<>();
        for (EngagementV1 event : TopicReader.all(house.ports().bootstrap(), Topics.ENGAGEMENT)) {
            if (!shuffled.contains(event.eventId())) {
                found.computeIfAbsent(event.personId(), _ -> new LinkedHashSet<>())
                        .add(event.eventId());
            }
        }
        Map<String, List<String>> order = new HashMap<>();
        found.forEach((person, events) -> order.put(person, List.copyOf(events)));
        return order;
    }

    private void start(String... names) throws InterruptedException {
        stack.start(
                List.of(names).stream().map(house::program).toList(),
                (name, needed) -> Runs.showReady(screen, name, needed));
    }

    private void apply() throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("author", "test");
        ObjectNode files = body.putObject("files");
        files.put("project.yaml", """
                apiVersion: penstock/v1
                kind: Project
                metadata: { name: engagement }
                spec:
                  workspace: engagement
                  engagement: { connection: databricks, schema: penstock.engagement, webhooks: customerio, maxAge: PT2S }
                """);
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
                spec:
                  type: customerio
                  customerio:
                    siteId: { env: CUSTOMERIO_SITE_ID }
                    apiKey: { env: CUSTOMERIO_API_KEY }
                    webhookKeys: [{ env: CUSTOMERIO_WEBHOOK_KEY }]
                """);
        new Http(Ports.url(house.ports().control())).post("/v1/project", body);
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
