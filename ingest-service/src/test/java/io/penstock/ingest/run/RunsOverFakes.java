package io.penstock.ingest.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** Runs pipelines over a table, a broker and configurations that are made up; how runs ended is counted. */
abstract class RunsOverFakes {
    static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");
    static final String BY_WATERMARK = """
            {"source":{"connection":"lake","table":"main.ml.scores","key":["id"],
              "change":{"by":"watermark","column":"at","lookback":"PT15M","every":"PT1H"},
              "contract":{"columns":{"id":{"type":"string","required":true},
                "score":{"type":"double","required":true,"was":["old_score"],"min":0,"max":1},
                "at":{"type":"timestamp","required":true}}}},
             "identity":{"given":{"customer_id":"id"},"address":["customer_id"]},
             "emit":[{"type":"identify","attributes":{"likelihood":"score"}}],
             "destination":{"connection":"cio"}}""";
    static final String BY_VERSION = BY_WATERMARK.replace(
            "\"by\":\"watermark\",\"column\":\"at\",\"lookback\":\"PT15M\"", "\"by\":\"row-version\"");

    final FakeTable table = new FakeTable("id", "string", "score", "double", "at", "timestamp");
    final FakeOutput output = new FakeOutput();
    final TestConfigs configs = new TestConfigs();
    final Ended ended = new Ended();
    final List<PipelineRunner> runners = new ArrayList<>();

    @AfterEach
    void stop() {
        runners.forEach(PipelineRunner::close);
    }

    PipelineRunner start(String spec) {
        if (configs.pipeline("scores").isEmpty()) {
            configs.put("scores", spec);
        }
        return started("scores");
    }

    PipelineRunner.Ports ports() {
        return new PipelineRunner.Ports(
                configs, (connection, request) -> table.open(), output, ended, new PageTurns(), Clock.systemUTC());
    }

    PipelineRunner started(String name) {
        PipelineRunner runner = PipelineRunner.start(
                name,
                ports(),
                new RunnerSettings(
                        new ChunkLimits(10, 1_000_000),
                        500_000,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(5),
                        Duration.ofMillis(50)));
        runners.add(runner);
        return runner;
    }

    static String[] rows(int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(i -> row("r" + i, "0.1", NOON))
                .toArray(String[]::new);
    }

    static String row(String id, String score, Instant at) {
        return "{\"id\":\"" + id + "\",\"score\":" + score + ",\"at\":\"" + at + "\"}";
    }

    /** Counts how runs ended. */
    static final class Ended extends SilentListener {
        private final ConcurrentHashMap<String, AtomicInteger> counts = new ConcurrentHashMap<>();

        int count(String outcome) {
            return counts.getOrDefault(outcome, new AtomicInteger()).get();
        }

        @Override
        public void runEnded(String pipeline, String outcome, Duration took) {
            counts.computeIfAbsent(outcome, each -> new AtomicInteger()).incrementAndGet();
        }
    }

    static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
