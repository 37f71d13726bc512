package io.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Installation;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.CustomerIo;
import io.penstock.local.story.ExampleStory;
import io.penstock.local.story.Http;
import io.penstock.local.story.Quiet;
import io.penstock.local.story.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole house as processes: the demo's story with {@code kill -9} in its middle, then everything stopped and
 * started again on the same folder. The final state is the one the tables ask for, each effect once.
 */
class KillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** Score at Customer.io and number of events, per person, as the example's tables ask for. */
    private static final Map<String, String> OWED = new TreeMap<>(Map.of(
            "usr_8472", "0.82 events=1",
            "usr_8473", "0.66 events=1",
            "usr_8474", "0.74 events=1",
            "usr_8475", "0.22 events=0",
            "usr_8476", "0.81 events=1",
            "usr_8477", "0.55 events=0",
            "dee@example.com", "0.62 events=0"));

    @TempDir
    Path folder;

    @Test
    void killingServicesInTheMiddleOfTheStoryChangesNothingAtItsEnd() throws Exception {
        Installation installation = Installation.fromSystemProperty();
        House house = new House(
                installation,
                FreePorts.draw(),
                folder.resolve("data"),
                folder.resolve("data/lakehouse"),
                Map.of(),
                installation.home().resolve("data/cache"));
        Files.createDirectories(house.lakehouse().resolve("main"));
        Files.createDirectories(house.lakehouse().resolve("penstock"));
        Screen screen = new Screen(System.out, false);
        house.prepare(screen::say);

        try (Stack stack = Stack.open(house.data())) {
            for (var phase : house.phases()) {
                stack.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            try (Sql sql = Sql.connect(house.jdbcUrl(), House.DATABRICKS_TOKEN)) {
                ExampleStory story = new ExampleStory(house, screen, sql, chapter -> {
                    switch (chapter) {
                        case FIRST_SCORING_WRITTEN -> stack.killAndRestart("identity-service");
                        case SECOND_SCORING_WRITTEN -> {
                            stack.killAndRestart("ingest-service");
                            stack.killAndRestart("delivery-service");
                            stack.killAndRestart("transform-service");
                        }
                    }
                });
                story.writeLake();
                story.tell(DemoCommand.apply(installation.home().resolve("deploy/local/example"), house));
                assertThat(stateAtCustomerIo(house)).isEqualTo(OWED);
                assertThat(engagement(sql)).containsExactlyInAnyOrder("sent 1", "delivered 1", "opened 1", "clicked 1");
            }
        }

        try (Stack again = Stack.open(house.data())) {
            for (var phase : house.phases()) {
                again.start(phase, (name, needed) -> Runs.showReady(screen, name, needed));
            }
            long before = calls(house);
            try (Quiet quiet = new Quiet(
                    house.ports().bootstrap(),
                    new Http(Ports.url(house.ports().ingest())),
                    List.of("contacts", "upgrade-likelihood"))) {
                quiet.settle(PATIENCE);
            }
            assertThat(calls(house)).isEqualTo(before);
            assertThat(stateAtCustomerIo(house)).isEqualTo(OWED);
        }
        assertThat(linesAboutPeople(house.data().resolve("logs"))).isEmpty();
    }

    /** Lines of any program's log that name an identifier of the example's people. */
    private static List<String> linesAboutPeople(Path logs) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path log : files.toList()) {
                try (Stream<String> lines = Files.lines(log)) {
                    lines.filter(line -> line.matches(".*(@example\\.com|usr_84\\d\\d|cust_0\\d).*"))
                            .map(line -> log.getFileName() + ": " + line)
                            .forEach(found::add);
                }
            }
        }
        return found;
    }

    private static Map<String, String> stateAtCustomerIo(House house) throws InterruptedException {
        CustomerIo customerIo = new CustomerIo(Ports.url(house.ports().customerio()));
        Map<String, Long> events = customerIo.fresh().stream()
                .filter(CustomerIo.Call::isEvent)
                .filter(call -> call.verdict().equals("applied"))
                .collect(Collectors.groupingBy(CustomerIo.Call::person, Collectors.counting()));
        Map<String, String> state = new TreeMap<>();
        for (String person : OWED.keySet()) {
            JsonNode score = customerIo.person(person).path("attributes").path("upgrade_likelihood_score");
            state.put(person, score.asText() + " events=" + events.getOrDefault(person, 0L));
        }
        events.keySet().stream()
                .filter(person -> !OWED.containsKey(person))
                .forEach(person -> state.put(person, "not owed"));
        return state;
    }

    private static List<String> engagement(Sql sql) throws Exception {
        return sql
                .query("SELECT metric, count(*) FROM penstock.engagement.customerio_events GROUP BY metric")
                .rows()
                .stream()
                .map(row -> row.get(0) + " " + row.get(1))
                .toList();
    }

    private static long calls(House house) throws InterruptedException {
        return new Http(Ports.url(house.ports().customerio()))
                .get("/sandbox/summary")
                .path("accepted")
                .asLong();
    }
}
