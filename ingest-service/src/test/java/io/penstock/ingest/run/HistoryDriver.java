package io.penstock.ingest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.read.RecordSource;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.streams.FilterCounters;
import io.penstock.ingest.streams.FilterTopology;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.SchemaChangeV1;
import io.penstock.schemas.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** Runs of one pipeline against the real change filter, without threads: what is committed is filtered at once. */
final class HistoryDriver {
    private static final Instant CLOCK = Instant.parse("2026-06-01T00:00:00Z");

    final List<RecordV1> records = new ArrayList<>();
    final List<DeadLetterV1> deadLetters = new ArrayList<>();
    /** Checkpoints that end a run, and whether everything was read again for them. */
    final List<Progress> progress = new ArrayList<>();
    /** The next commits are refused before (true) or after (false) they become visible. */
    final List<Boolean> faults = new ArrayList<>();

    /** Whether the source is a query over the table. */
    boolean query;

    final List<SchemaChangeV1> schemaChanges = new ArrayList<>();

    PipelinePlan plan;
    int chunkRows = 3;
    long pageRows = Long.MAX_VALUE;
    CheckpointV1 checkpoint;
    private final Filter filter;
    private final FakeTable table;
    private final PageTurns.Turn turn;
    private final QuarantineMemory memory = new QuarantineMemory();
    private final Announced announced = new Announced();
    private boolean rebaselined;
    private Instant clock = CLOCK;

    record Progress(CheckpointV1 checkpoint, boolean rebaselined) {}

    /** The change filter, for any number of pipelines. */
    static final class Filter implements AutoCloseable {
        private final TopologyTestDriver driver;
        private final TestInputTopic<String, ReadV1> reads;
        private final TestOutputTopic<String, RecordV1> records;
        private final TestOutputTopic<String, DeadLetterV1> deadLetters;

        Filter(Path folder) {
            Properties settings = new Properties();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
            settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
            driver = new TopologyTestDriver(FilterTopology.build(new FilterCounters()), settings);
            reads = driver.createInputTopic(
                    Topics.READS.name(),
                    new StringSerializer(),
                    Topics.READS.valueSerde().serializer());
            records = driver.createOutputTopic(
                    Topics.RECORDS.name(),
                    new StringDeserializer(),
                    Topics.RECORDS.valueSerde().deserializer());
            deadLetters = driver.createOutputTopic(
                    Topics.DEAD_LETTERS.name(),
                    new StringDeserializer(),
                    Topics.DEAD_LETTERS.valueSerde().deserializer());
        }

        @Override
        public void close() {
            driver.close();
        }
    }

    HistoryDriver(Filter filter, FakeTable table, PipelinePlan plan) {
        this.filter = filter;
        this.table = table;
        this.plan = plan;
        this.turn = new PageTurns().of("lake", plan.name());
    }

    /** One run. Faults and dying sources are passed on. */
    RunResult poll() throws SourceException {
        return poll(ConfigChange.NONE);
    }

    RunResult poll(ConfigChange change) throws SourceException {
        clock = clock.plusSeconds(60);
        RunContext context = new RunContext(
                new ChunkLimits(chunkRows, 1_000_000),
                pageRows,
                memory,
                () -> clock,
                new Listener(),
                announced,
                turn,
                () -> {},
                moved -> {});
        try (RecordSource source = query ? table.openQuery() : table.open()) {
            return new PipelineRun(plan, source, new Output(), context)
                    .execute(Optional.ofNullable(checkpoint), change);
        }
    }

    /** Runs until there is nothing left to read at once. */
    RunResult pollAll() throws SourceException {
        RunResult result = poll();
        while (result instanceof RunResult.Completed done && done.more()) {
            result = poll();
        }
        return result;
    }

    /** Puts another version of the pipeline in force, and reads. */
    RunResult apply(PipelinePlan next) throws SourceException {
        ConfigChange change = next.since(plan.configVersion(), Optional.of(plan.spec()));
        plan = next;
        RunResult result = poll(change);
        while (result instanceof RunResult.Completed done && done.more()) {
            result = poll();
        }
        return result;
    }

    /** Content by row key, as a reader of the records knows it. */
    Map<String, ObjectNode> folded() {
        Map<String, ObjectNode> state = new LinkedHashMap<>();
        for (RecordV1 record : records) {
            if (record.operation() == Operation.DELETE) {
                state.remove(record.rowKey());
            } else {
                state.put(record.rowKey(), record.row());
            }
        }
        return state;
    }

    private final class Output implements RunOutput {
        @Override
        public Optional<CheckpointV1> checkpoint() {
            return Optional.ofNullable(checkpoint);
        }

        @Override
        public void commit(Chunk chunk) {
            Boolean fault = faults.isEmpty() ? null : faults.removeFirst();
            if (Boolean.TRUE.equals(fault)) {
                throw new OutputException("the broker is away", null);
            }
            chunk.marks().stream()
                    .filter(mark -> mark.mark() == ReadV1.Mark.FORGET)
                    .forEach(this::pipe);
            chunk.reads().forEach(this::pipe);
            chunk.marks().stream()
                    .filter(mark -> mark.mark() == ReadV1.Mark.SWEEP)
                    .forEach(this::pipe);
            records.addAll(filter.records.readValuesToList());
            schemaChanges.addAll(chunk.schemaChanges());
            deadLetters.addAll(chunk.deadLetters());
            deadLetters.addAll(filter.deadLetters.readValuesToList());
            if (chunk.checkpoint() != null) {
                checkpoint = chunk.checkpoint();
                if (checkpoint.position().commitVersion()
                        <= checkpoint.position().tableVersion()) {
                    progress.add(new Progress(checkpoint, rebaselined));
                    rebaselined = false;
                }
            }
            if (Boolean.FALSE.equals(fault)) {
                throw new OutputException("the broker did not answer", null);
            }
        }

        @Override
        public void forget(ReadV1 mark) {
            pipe(mark);
            checkpoint = null;
        }

        @Override
        public void close() {}

        private void pipe(ReadV1 read) {
            filter.reads.pipeInput(read.partitionKey(), read);
        }
    }

    private final class Listener extends SilentListener {
        @Override
        public void rebaselined(String pipeline) {
            rebaselined = true;
        }
    }
}
