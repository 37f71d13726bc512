package io.penstock.benchmarks.ingest;

import io.penstock.benchmarks.figures.CommittedEnds;
import io.penstock.benchmarks.figures.Statistics;
import io.penstock.local.lakehouse.Sql;
import io.penstock.local.story.Screen;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * From a Delta commit to its record, in live mode. A commit is done when its file is in the table's log, which is
 * before the statement that made it returns; a record is there when a reader of committed records has it.
 */
public final class LatencyBenchmark {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ROWS = 1_000;
    private static final int WARM_UP = 5;
    private static final int LONGEST_PAUSE_MILLIS = 1_500;
    private static final String PIPELINE = "latency";

    private final Screen screen;
    private final int commits;
    private final Random random = new Random(20260315);

    public LatencyBenchmark(Screen screen, int commits) {
        this.screen = screen;
        this.commits = commits;
    }

    /** In milliseconds. */
    public record Result(int commits, double p50, double p95, double p99, double max, List<Long> all) {}

    /** Measures. */
    public Result run(Rig.Plan plan) throws Exception {
        screen.heading("Latency: %d commits of one row, live".formatted(commits));
        try (Rig rig = Rig.start(plan, "latency", "384m", screen);
                Sql sql = rig.sql()) {
            BenchmarkTable.create(sql, ROWS);
            rig.apply(PIPELINE, "{ by: row-version, live: true }");
            rig.await("the first read", PATIENCE, () -> rig.changed() >= ROWS);
            try (Watch watch = new Watch(rig.bootstrap())) {
                List<Long> all = new ArrayList<>();
                for (int i = 0; i < WARM_UP + commits; i++) {
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                    long id = ROWS + i;
                    sql.run(BenchmarkTable.insertion(id));
                    long committed = newestCommit(rig.house().lakehouse());
                    rig.await("row " + id, PATIENCE, () -> watch.has(BenchmarkTable.key(id)));
                    if (i >= WARM_UP) {
                        all.add(watch.millis(BenchmarkTable.key(id)) - committed);
                    }
                }
                return tell(new Result(
                        commits,
                        Statistics.median(all),
                        Statistics.percentile(all, 0.95),
                        Statistics.percentile(all, 0.99),
                        Statistics.percentile(all, 1),
                        all));
            }
        }
    }

    private Result tell(Result result) {
        screen.point(String.format(
                Locale.ROOT,
                "p50 %.0f ms (aim: 2,000), p95 %.0f ms, p99 %.0f ms (aim: 5,000), longest %.0f ms",
                result.p50(),
                result.p95(),
                result.p99(),
                result.max()));
        return result;
    }

    /** When the table's newest commit was written, in epoch milliseconds. */
    private static long newestCommit(Path lakehouse) throws IOException {
        Path log = lakehouse.resolve(BenchmarkTable.NAME.replace('.', '/')).resolve("_delta_log");
        try (Stream<Path> files = Files.list(log)) {
            Path newest = files.filter(file -> file.getFileName().toString().matches("\\d{20}\\.json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return Files.getLastModifiedTime(newest).toMillis();
        }
    }

    /** Notes when each record arrives. */
    private static final class Watch implements AutoCloseable {
        private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::follow);
        private volatile boolean closed;

        Watch(String bootstrap) {
            consumer = CommittedEnds.consumer(bootstrap);
            thread.start();
        }

        boolean has(String key) {
            return arrivals.containsKey(key);
        }

        long millis(String key) {
            return arrivals.get(key);
        }

        private void follow() {
            try (consumer) {
                List<TopicPartition> partitions = consumer.partitionsFor(Topics.RECORDS.name()).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
                consumer.assign(partitions);
                consumer.seekToEnd(partitions);
                while (!closed) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                        RecordV1 change =
                                Topics.RECORDS.valueSerde().deserializer().deserialize(record.topic(), record.value());
                        arrivals.putIfAbsent(change.rowKey(), System.currentTimeMillis());
                    });
                }
            }
        }

        @Override
        public void close() {
            closed = true;
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
