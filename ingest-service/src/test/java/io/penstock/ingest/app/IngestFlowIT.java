package io.penstock.ingest.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import io.penstock.ingest.kafka.TransactionalOutputs;
import io.penstock.ingest.run.ChunkLimits;
import io.penstock.ingest.run.FakeTable;
import io.penstock.ingest.run.PageTurns;
import io.penstock.ingest.run.PipelineRunner;
import io.penstock.ingest.run.PipelineStatus.State;
import io.penstock.ingest.run.RunnerSettings;
import io.penstock.ingest.run.TestConfigs;
import io.penstock.ingest.streams.FilterCounters;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reader and change filter on a real broker, the source a table in memory that dies in mid-run. */
class IngestFlowIT {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SPEC = """
            {"source":{"connection":"lake","table":"main.ml.scores","key":["id"],
              "change":{"by":"watermark","column":"at","every":"PT1H"}},
             "identity":{"given":{"customer_id":"id"},"address":["customer_id"]},
             "emit":[{"type":"identify","attributes":{"score":"score"}}],"destination":{"connection":"cio"}}""";

    private final FakeTable table = new FakeTable("id", "string", "score", "double", "at", "timestamp");
    private final FilterCounters counters = new FilterCounters();
    private final TestConfigs configs = new TestConfigs();

    @Test
    void everyRowBecomesOneRecordHoweverOftenItIsRead(@TempDir Path folder) {
        table.commit(NOON, rows(NOON));
        table.dieAfter = 25;
        configs.put("scores", SPEC);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                FilterApp filter =
                        new FilterApp(config(folder), broker.clientSettings(), counters, Clock.systemUTC())) {
            filter.start();
            PipelineRunner runner = runner(broker);
            try {
                await().atMost(PATIENCE).until(() -> runner.status().state() == State.FAILED);

                assertThat(broker.read(Topics.READS).size())
                        .isPositive()
                        .matches(n -> n % 10 == 0, "whole chunks only");
                assertThat(broker.read(Topics.CHECKPOINTS))
                        .allMatch(found -> found.value().position().tableVersion() < 0, "begun, not ended");

                table.dieAfter = -1;
                runner.wake();
                broker.readUntil(Topics.CHECKPOINTS, found -> ended(found, 1), PATIENCE);
                int reads = broker.read(Topics.READS).size();
                broker.readUntil(Topics.RECORDS, found -> found.size() == 30, PATIENCE);
                await().atMost(PATIENCE).until(() -> counters.seen() == reads);
                assertThat(counters.of(Verdict.CHANGED)).isEqualTo(30);

                Instant later = NOON.plusSeconds(60);
                table.commit(later, rows(later));
                runner.wake();
                broker.readUntil(Topics.CHECKPOINTS, found -> ended(found, 2), PATIENCE);
                await().atMost(PATIENCE).until(() -> counters.seen() >= reads + 60);
                assertThat(broker.read(Topics.RECORDS)).hasSize(30);
            } finally {
                runner.close();
            }
        }
    }

    private static boolean ended(List<ConsumerRecord<String, CheckpointV1>> found, long runs) {
        return found.stream().anyMatch(checkpoint -> checkpoint.value().runs() == runs);
    }

    private PipelineRunner runner(EmbeddedBroker broker) {
        return PipelineRunner.start(
                "scores",
                new PipelineRunner.Ports(
                        configs,
                        (connection, request) -> table.open(),
                        new TransactionalOutputs(broker.clientSettings()),
                        new IngestMetrics(new SimpleMeterRegistry(), counters),
                        new PageTurns(),
                        Clock.systemUTC()),
                new RunnerSettings(
                        new ChunkLimits(10, 1_000_000),
                        500_000,
                        Duration.ofSeconds(10),
                        Duration.ofMillis(200),
                        Duration.ofSeconds(1)));
    }

    private static String[] rows(Instant at) {
        return IntStream.range(0, 30)
                .mapToObj(i -> "{\"id\":\"c-" + i + "\",\"score\":0.5,\"at\":\"" + at + "\"}")
                .toArray(String[]::new);
    }

    private static IngestConfig config(Path folder) {
        return new SmallRyeConfigBuilder()
                .withMapping(IngestConfig.class)
                .withConverters(new org.eclipse.microprofile.config.spi.Converter<?>[] {
                    new io.quarkus.runtime.configuration.MemorySizeConverter(),
                    new io.quarkus.runtime.configuration.DurationConverter()
                })
                .withDefaultValues(Map.of("penstock.state-dir", folder.toString()))
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
