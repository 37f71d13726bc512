package io.penstock.local.drift;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.penstock.local.stack.StackException;
import io.penstock.local.story.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Makes pipelines read, and tells when they have. Pipelines here never read by themselves, except once when a new
 * version or a new process comes. For one thread.
 */
final class Ingest {
    /** Pipelines asked to read at a time: each run holds a connection to the warehouse. */
    private static final int AT_ONCE = 6;
    /** Runs until a pipeline must be through with what there is: pages, ranges, another try. */
    private static final int MOST_RUNS = 4;

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BEFORE_ANOTHER_TRY = Duration.ofMillis(700);

    private final Http http;
    private final Map<String, Long> versions = new HashMap<>();
    /** Ends of runs that do not count: those before something that makes the pipeline read by itself. */
    private final Map<String, String> before = new HashMap<>();

    Ingest(Http http) {
        this.http = http;
    }

    /** What a pipeline says of itself. */
    record Status(long version, String state, String detail, String lastRunAt, long tableVersion) {
        boolean rests() {
            return !state.equals("reading") && !state.equals("warming");
        }
    }

    /** Every pipeline's status. */
    Map<String, Status> statuses() throws InterruptedException {
        Map<String, Status> statuses = new TreeMap<>();
        for (JsonNode pipeline : http.get("/v1/pipelines")) {
            statuses.put(
                    pipeline.path("name").asText(),
                    new Status(
                            pipeline.path("configVersion").asLong(),
                            pipeline.path("state").asText(),
                            pipeline.path("detail").asText(""),
                            pipeline.path("lastRunAt").asText(""),
                            pipeline.path("checkpoint").path("tableVersion").asLong(-1)));
        }
        return statuses;
    }

    /** To be called just before a new version of the pipelines is applied. */
    void versionsWillChange(Set<String> names) throws InterruptedException {
        Map<String, Status> now = statuses();
        names.forEach(
                name -> before.put(name, now.containsKey(name) ? now.get(name).lastRunAt() : ""));
    }

    /** The versions in force from now on. */
    void versions(JsonNode applied) {
        applied.forEach(entry -> {
            String key = entry.path("key").asText();
            if (key.startsWith("pipeline/")) {
                versions.put(
                        key.substring("pipeline/".length()),
                        entry.path("version").asLong());
            }
        });
    }

    /** A new process reads every pipeline once by itself. */
    void restarted() {
        versions.keySet().forEach(name -> before.put(name, ""));
    }

    /**
     * Lets pipelines read everything there is.
     *
     * @param heads table versions by pipeline, as they are and stay meanwhile
     * @return how each ended
     * @throws StackException if one does not end
     */
    Map<String, Status> poll(Set<String> names, ToLongFunction<String> heads) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        awaitOwnReads(deadline);
        Map<String, Status> ended = new HashMap<>();
        Map<String, String> asked = new HashMap<>();
        Map<String, Integer> runs = new HashMap<>();
        Map<String, Long> notBefore = new HashMap<>();
        List<String> waiting = new ArrayList<>(new TreeSet<>(names));
        while (ended.size() < names.size()) {
            Map<String, Status> now = statuses();
            for (String name : Set.copyOf(asked.keySet())) {
                Status status = now.get(name);
                if (status.rests() && !status.lastRunAt().equals(asked.get(name))) {
                    asked.remove(name);
                    if (isThrough(status, heads.applyAsLong(name)) || runs.get(name) >= MOST_RUNS) {
                        ended.put(name, status);
                    } else {
                        notBefore.put(name, System.nanoTime() + BEFORE_ANOTHER_TRY.toNanos());
                        waiting.add(name);
                    }
                }
            }
            for (String name : List.copyOf(waiting)) {
                if (asked.size() < AT_ONCE && System.nanoTime() >= notBefore.getOrDefault(name, Long.MIN_VALUE)) {
                    waiting.remove(name);
                    runs.merge(name, 1, Integer::sum);
                    asked.put(name, now.get(name).lastRunAt());
                    http.tryPost("/v1/pipelines/" + name + "/run", JsonNodeFactory.instance.objectNode());
                }
            }
            lookAgain(deadline, () -> "pipelines " + new TreeSet<>(asked.keySet()) + " do not end their runs");
        }
        return ended;
    }

    /** A run that begins by itself must not fall into the middle of what comes next. */
    private void awaitOwnReads(long deadline) throws InterruptedException {
        while (true) {
            Map<String, Status> now = statuses();
            Set<String> open = new HashSet<>();
            versions.forEach((name, version) -> {
                Status status = now.get(name);
                if (status == null
                        || !status.rests()
                        || status.version() != version
                        || status.lastRunAt().equals(before.get(name))
                        || status.lastRunAt().isEmpty()) {
                    open.add(name);
                }
            });
            if (open.isEmpty()) {
                before.clear();
                return;
            }
            lookAgain(deadline, () -> "pipelines " + new TreeSet<>(open) + " have not read their new version");
        }
    }

    private static boolean isThrough(Status status, long head) {
        return switch (status.state()) {
            case "failed" -> false;
            case "idle" -> status.tableVersion() >= head;
            default -> true;
        };
    }

    private interface Why {
        String say();
    }

    private static void lookAgain(long deadline, Why why) throws InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new StackException(why.say() + "; look at the log of ingest-service");
        }
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
    }
}
