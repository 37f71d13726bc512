package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.local.drift.History.Pipeline;
import io.penstock.local.drift.History.Step;
import io.penstock.local.stack.House;
import io.penstock.local.stack.Ports;
import io.penstock.local.stack.Program;
import io.penstock.local.stack.Stack;
import io.penstock.local.story.CustomerIo;
import io.penstock.local.story.Http;
import io.penstock.local.story.Project;
import io.penstock.local.story.Quiet;
import io.penstock.local.story.Screen;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Plays histories side by side through one running house: all up to their first poll, then one wait until everything is
 * quiet, then all up to their second poll, and so on. They share nothing but the programs: each has its own table,
 * pipeline and people.
 */
public final class DriftSuite {
    /** Engagement and outcomes are not looked at here, so nothing writes them back into the lake. */
    private static final String NOT_NEEDED = "webhook-service";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final House house;
    private final Stack stack;
    private final Screen screen;
    private final List<Playing> playing;
    private final Ingest ingest;
    private final Http control;
    private final Destination destination;
    private final Journal journal;

    /** For a house whose {@link #programs} all run. */
    public DriftSuite(House house, Stack stack, Screen screen, List<History> histories) {
        this.house = house;
        this.stack = stack;
        this.screen = screen;
        this.playing = histories.stream().map(Playing::new).toList();
        this.ingest = new Ingest(new Http(Ports.url(house.ports().ingest())));
        this.control = new Http(Ports.url(house.ports().control()));
        this.destination =
                new Destination(new CustomerIo(Ports.url(house.ports().customerio())));
        this.journal = new Journal(house.ports().bootstrap());
    }

    /** The programs of the house that the suite needs, in phases. */
    public static List<List<Program>> programs(House house) {
        return house.phases().stream()
                .map(phase -> phase.stream()
                        .filter(program -> !program.name().equals(NOT_NEEDED))
                        .toList())
                .toList();
    }

    /** Plays all of them to their end. */
    public List<Verdict> play() throws InterruptedException, SQLException {
        try (Lake lake = Lake.open(house.jdbcUrl(), House.DATABRICKS_TOKEN, house.lakehouse());
                ExecutorService writers = Executors.newFixedThreadPool(Lake.CONNECTIONS);
                Quiet quiet = Quiet.upToTheDestination(
                        house.ports().bootstrap(),
                        new Http(Ports.url(house.ports().ingest())))) {
            screen.heading("Tables");
            lake.run(List.of("CREATE SCHEMA IF NOT EXISTS main.drift"));
            onAll(writers, playing, each -> each.create(lake));
            apply(playing);
            for (int round = 1; playing.stream().anyMatch(each -> each.step().isPresent()); round++) {
                long moving =
                        playing.stream().filter(each -> each.step().isPresent()).count();
                screen.heading("Round " + round + ": " + moving + " histories");
                advance(lake, writers);
                poll(lake, writers, quiet);
            }
            onAll(writers, playing, each -> each.readFurther(lake));
        }
        return playing.stream().map(Playing::verdict).toList();
    }

    /** Everything before the next poll of each history. */
    private void advance(Lake lake, ExecutorService writers) throws InterruptedException {
        while (true) {
            onAll(writers, at(Step.Sql.class), each -> each.write(lake));
            List<Playing> applying = at(Step.Apply.class);
            List<Playing> restarting = at(Step.RestartIngest.class);
            if (!applying.isEmpty()) {
                applying.forEach(Playing::apply);
                apply(applying);
            } else if (!restarting.isEmpty()) {
                stack.killAndRestart("ingest-service");
                ingest.restarted();
                restarting.forEach(Playing::pass);
                screen.say("ingest-service was killed and started again");
            } else {
                return;
            }
        }
    }

    /** The project is always applied whole; control-service finds out what changed. */
    private void apply(List<Playing> changed) throws InterruptedException {
        Path folder = house.data().resolve("project");
        Map<History, Pipeline> pipelines = new LinkedHashMap<>();
        playing.forEach(each -> pipelines.put(each.history(), each.pipeline()));
        DriftProject.write(folder, pipelines);
        ingest.versionsWillChange(
                changed.stream().map(each -> each.history().name()).collect(Collectors.toSet()));
        JsonNode applied = Project.local(folder, house).apply(control);
        ingest.versions(applied);
        screen.say("applied " + changed.size() + " pipelines");
    }

    private void poll(Lake lake, ExecutorService readers, Quiet quiet) throws InterruptedException {
        Map<String, Playing> polled = new TreeMap<>();
        at(Step.Poll.class).forEach(each -> polled.put(each.history().name(), each));
        Map<String, Long> heads = new HashMap<>();
        polled.forEach((name, each) -> heads.put(name, lake.head(each.history())));
        Map<String, Ingest.Status> ended = ingest.poll(polled.keySet(), heads::get);
        onAll(readers, List.copyOf(polled.values()), each -> each.read(lake));
        quiet.drain(PATIENCE);
        destination.refresh();
        journal.refresh();
        for (Playing each : polled.values()) {
            String name = each.history().name();
            each.observed(observe(each.history(), ended.get(name), heads.get(name)))
                    .forEach(difference -> screen.point(name + " " + difference));
        }
        screen.say(polled.size() + " polls ended, everything is quiet");
    }

    private Observation observe(History history, Ingest.Status status, long head) throws InterruptedException {
        Map<String, Map<String, JsonNode>> attributes = new LinkedHashMap<>();
        for (String person : history.people()) {
            destination.attributes(history.personId(person)).ifPresent(values -> attributes.put(person, values));
        }
        return new Observation(
                head,
                status.state(),
                status.detail(),
                attributes,
                perPerson(history, destination::calls),
                perPerson(history, destination::events),
                journal.changes(history),
                journal.deadLetters(history),
                journal.deleted(history));
    }

    private static <T> Map<String, T> perPerson(History history, Function<String, T> what) {
        return history.people().stream()
                .collect(Collectors.toMap(person -> person, person -> what.apply(history.personId(person))));
    }

    private List<Playing> at(Class<? extends Step> kind) {
        Predicate<Playing> standsBefore =
                each -> each.step().filter(kind::isInstance).isPresent();
        return playing.stream().filter(standsBefore).toList();
    }

    private static void onAll(ExecutorService threads, List<Playing> all, Consumer<Playing> work)
            throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        all.forEach(each -> running.add(threads.submit(() -> work.accept(each))));
        for (Future<?> each : running) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a history could not be played", e.getCause());
            }
        }
    }
}
