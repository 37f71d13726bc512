package io.penstock.local.story;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.StackException;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The story of {@code ./penstock demo} without arguments: the product page's own use case, from the first scoring to
 * the click.
 */
public final class ExampleStory {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final int SIGNED_UP = 1;

    private final House house;
    private final Screen screen;
    private final Sql sql;
    private final Interlude interlude;
    private final CustomerIo customerIo;
    private final Http ingest;
    private final Http identity;
    private final Http webhook;

    /** What a test does between two chapters; the demo itself does nothing there. */
    public interface Interlude {
        /** Chapters after which something may happen. */
        enum Chapter {
            FIRST_SCORING_WRITTEN,
            SECOND_SCORING_WRITTEN
        }

        void after(Chapter chapter) throws InterruptedException;
    }

    public ExampleStory(House house, Screen screen, Sql sql, Interlude interlude) {
        this.house = house;
        this.screen = screen;
        this.sql = sql;
        this.interlude = interlude;
        this.customerIo = new CustomerIo(Ports.url(house.ports().customerio()));
        this.ingest = new Http(Ports.url(house.ports().ingest()));
        this.identity = new Http(Ports.url(house.ports().identity()));
        this.webhook = new Http(Ports.url(house.ports().webhook()));
    }

    /** Writes the first tables. The services need not run yet. */
    public void writeLake() throws SQLException {
        sql.run("CREATE SCHEMA IF NOT EXISTS main.crm", "CREATE SCHEMA IF NOT EXISTS main.ml_outputs");
        sql.run(ExampleLake.CONTACTS, ExampleLake.FIRST_SCORING);
    }

    /** Tells the story from the applied project on. All programs must be ready. */
    public void tell(JsonNode applied) throws InterruptedException, SQLException {
        customerIo.signUp(ExampleLake.READER, ExampleLake.READERS_EMAIL);
        customerIo.campaign("upgrade_threshold_crossed", "Ready for more?", List.of(ExampleLake.READER));
        customerIo.fresh();
        try (Quiet quiet = new Quiet(house.ports().bootstrap(), ingest, Project.pipelines(applied))) {
            tables();
            pipelines(applied);
            interlude.after(Interlude.Chapter.FIRST_SCORING_WRITTEN);
            firstCall();
            quiet.settle(PATIENCE);
            people();
            List<CustomerIo.Call> first = calls("3  The calls that arrived at Customer.io, exactly as they arrived");
            waiting(first);
            secondScoring();
            interlude.after(Interlude.Chapter.SECOND_SCORING_WRITTEN);
            quiet.settle(PATIENCE);
            drift();
            crossings(calls("5  What arrived after the second scoring"));
            sql.run(ExampleLake.LATE_CONTACT);
            quiet.settle(PATIENCE);
            calls("6  The person who waited: CRM learns Fay's Customer.io id, and what was owed is sent in order");
            engagement(quiet);
            notTwice(quiet);
        }
    }

    private void tables() throws SQLException {
        screen.heading("1  The lakehouse: two Delta tables, written through the Databricks driver");
        show("main.crm.contacts", "SELECT * FROM main.crm.contacts ORDER BY contact_id");
        show(
                "main.ml_outputs.upgrade_scores, first scoring",
                "SELECT customer_id, upgrade_score, account_tier, feature_summary.contributions AS contributions, scored_at "
                        + "FROM main.ml_outputs.upgrade_scores ORDER BY customer_id");
    }

    private void show(String title, String query) throws SQLException {
        Sql.Table table = sql.query(query);
        screen.say(title);
        screen.table(table.columns(), table.rows().stream().map(Sql.Row::values).toList());
    }

    private void pipelines(JsonNode applied) {
        screen.heading("2  The project deploy/local/example, validated and applied");
        applied.forEach(entry -> screen.say("%-34s version %s"
                .formatted(entry.path("key").asText(), entry.path("version").asText())));
    }

    private void firstCall() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (customerIo.summary().path("accepted").asLong() <= SIGNED_UP) {
            if (System.nanoTime() > deadline) {
                throw new StackException(
                        "no call reached Customer.io within " + PATIENCE.toSeconds() + " s; look at the logs");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        screen.point("first call delivered %.1f s after the start of the demo"
                .formatted(screen.elapsed().toMillis() / 1000.0));
    }

    private void people() throws InterruptedException {
        screen.heading("   The people those rows belong to");
        TreeMap<String, List<String>> rows = new TreeMap<>();
        for (int i = 1; i <= 7; i++) {
            Http.Answer answer =
                    identity.tryGet("/v1/identifiers/databricks_customer_id/cust_0" + i + "?workspace=example");
            if (answer.status() == 200) {
                JsonNode profile = answer.body();
                List<String> known = new ArrayList<>();
                profile.path("identifiers")
                        .forEach(identifier -> known.add(identifier.path("type").asText() + "="
                                + identifier.path("value").asText()));
                rows.put(
                        "cust_0" + i,
                        List.of("cust_0" + i, profile.path("profile_id").asText(), String.join("  ", known)));
            }
        }
        rows.values()
                .forEach(row -> screen.say(
                        "%s  %s…  %s".formatted(row.get(0), row.get(1).substring(0, 12), row.get(2))));
        require(
                rows.get("cust_05").get(2).contains("customerio_id=usr_8475"),
                "cust_05 and usr_8475 are not one person");
        screen.point("cust_05: two contact rows, one with another spelling of the e-mail, became one person");
        require(
                !rows.get("cust_02").get(1).equals(rows.get("cust_07").get(1)),
                "cust_02 and cust_07 became one person");
        screen.point("cust_02 and cust_07 share a mailbox and stay two people: one profile holds one customerio_id");
    }

    private List<CustomerIo.Call> calls(String heading) throws InterruptedException {
        screen.heading(heading);
        List<CustomerIo.Call> calls = customerIo.fresh();
        calls.forEach(call -> screen.exact(call.body().toString()));
        long events = calls.stream().filter(CustomerIo.Call::isEvent).count();
        screen.say("%d identify, %d track".formatted(calls.size() - events, events));
        return calls;
    }

    private void waiting(List<CustomerIo.Call> calls) {
        require(calls.stream().noneMatch(call -> call.person().equals(ExampleLake.WAITS)), "a call was sent too early");
        screen.point("cust_06 has neither a Customer.io id nor an e-mail yet: its score waits, nothing is guessed");
    }

    private void secondScoring() throws SQLException {
        screen.heading("4  A week later: the data scientist renames the score and adds a confidence interval");
        screen.exact(ExampleLake.SECOND_SCORING[0]);
        screen.exact(ExampleLake.SECOND_SCORING[1]);
        screen.exact("MERGE INTO main.ml_outputs.upgrade_scores …  (5 of 7 people scored again)");
        sql.run(ExampleLake.SECOND_SCORING);
    }

    private void drift() {
        List<SchemaChangeV1> changes = TopicReader.all(house.ports().bootstrap(), Topics.SCHEMA_CHANGES);
        screen.say("absorbed and reported on penstock.schema-changes.v1:");
        DriftTable.show(screen, changes);
    }

    private void crossings(List<CustomerIo.Call> calls) throws InterruptedException {
        require(
                calls.stream()
                        .filter(call -> !call.isEvent())
                        .noneMatch(call -> call.body().path("attributes").has("account_tier")),
                "an attribute that did not change was sent");
        screen.point("each identify says what changed, and nothing else: nobody's tier did");
        Map<String, List<String>> crossed = calls.stream()
                .filter(CustomerIo.Call::isEvent)
                .collect(Collectors.groupingBy(
                        CustomerIo.Call::person,
                        TreeMap::new,
                        Collectors.mapping(
                                call -> call.body()
                                        .path("attributes")
                                        .path("score")
                                        .asText(),
                                Collectors.toList())));
        require(
                crossed.values().stream().allMatch(scores -> scores.size() == 1),
                "a crossing fired twice: " + crossed.keySet());
        screen.point("crossed %s: %s; one event each. Who was above already, or came close only, has none"
                .formatted(
                        ExampleLake.LEVEL,
                        crossed.entrySet().stream()
                                .map(entry -> entry.getKey() + " with "
                                        + entry.getValue().getFirst())
                                .collect(Collectors.joining(", "))));
        screen.say("usr_8472 at Customer.io now: "
                + customerIo.person(ExampleLake.READER).path("attributes"));
    }

    private void engagement(Quiet quiet) throws InterruptedException, SQLException {
        screen.heading("7  Ada opens the mail and clicks: engagement comes back as rows of a Delta table");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (webhook.get("/v1/status").at("/tables/events/landed").asLong() < 4) {
            if (System.nanoTime() > deadline) {
                throw new StackException("the mail's four webhooks did not land within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
        quiet.drain(PATIENCE);
        show("penstock.engagement.customerio_events, joined through the delivery to the score that caused it", """
                SELECT e.metric, e.occurred_at, e.person_id, d.event, s.customer_id, s.upgrade_likelihood_score AS score, s.scored_at
                FROM penstock.engagement.customerio_events e
                JOIN penstock.engagement.deliveries d ON d.delivery_id = e.trigger_event_id
                JOIN main.ml_outputs.upgrade_scores s ON s.customer_id = d.row_key AND s.scored_at = d.as_of
                ORDER BY e.occurred_at, e.event_id""");
        uplift();
    }

    /** The figures are checked against what the example's people did. */
    private void uplift() throws SQLException {
        Sql.Table found = sql.query(Guide.withViews(house.installation().home(), """
                SELECT model_version, crossings, delivered, clicked, click_rate, click_uplift
                FROM engagement.uplift ORDER BY since"""));
        screen.say("uplift per model version, as docs/engagement.md asks for it; here each scoring is one version");
        screen.table(found.columns(), found.rows().stream().map(Sql.Row::values).toList());
        require(
                found.rows().stream()
                        .map(row -> String.join(" ", row.values().subList(1, 4)))
                        .toList()
                        .equals(ExampleLake.UPLIFT),
                "crossings, mails delivered and clicked per model version are not " + ExampleLake.UPLIFT);
    }

    private void notTwice(Quiet quiet) throws InterruptedException, SQLException {
        screen.heading("8  What it would have done twice, and did not");
        JsonNode before = ingest.get("/v1/filter");
        sql.run(ExampleLake.STAMPED_AGAIN);
        quiet.settle(PATIENCE);
        JsonNode after = ingest.get("/v1/filter");
        List<CustomerIo.Call> more = customerIo.fresh();
        screen.say("a job stamped the same scores again: %d rows read again, %d found unchanged, %d calls sent"
                .formatted(
                        after.path("seen").asLong() - before.path("seen").asLong(),
                        after.path("unchanged").asLong()
                                - before.path("unchanged").asLong(),
                        more.size()));
        JsonNode summary = customerIo.summary();
        screen.say("Customer.io accepted %d calls in all; repeated events it had to ignore: %s"
                .formatted(
                        summary.path("accepted").asLong() - SIGNED_UP,
                        summary.path("ignored-duplicate").asText("0")));
        require(more.isEmpty(), "unchanged rows caused calls: " + more.size());
    }

    /** The story says nothing it has not looked at. */
    private static void require(boolean held, String fault) {
        if (!held) {
            throw new StackException("the story does not hold: " + fault);
        }
    }
}
