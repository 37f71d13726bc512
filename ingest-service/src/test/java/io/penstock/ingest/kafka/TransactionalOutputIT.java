package io.penstock.ingest.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ingest.run.RunOutput;
import io.penstock.ingest.run.RunOutput.Chunk;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.Topics;
import io.penstock.testkit.EmbeddedBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against a real broker: what a reader of committed records sees of runs that end well, badly and twice. */
class TransactionalOutputIT {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");

    private static EmbeddedBroker broker;

    @BeforeAll
    static void start() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void aNewPipelineHasNoCheckpointAndALaterOneFindsItsOwn() {
        try (RunOutput first = outputs().open("test", "one")) {
            assertThat(first.checkpoint()).isEmpty();
            first.commit(new Chunk(List.of(read("one", "a")), List.of(), List.of(), List.of(), checkpoint("one", 7)));
        }
        try (RunOutput other = outputs().open("test", "two")) {
            assertThat(other.checkpoint()).isEmpty();
            other.commit(new Chunk(List.of(), List.of(), List.of(), List.of(), checkpoint("two", 9)));
        }
        try (RunOutput again = outputs().open("test", "one")) {
            assertThat(again.checkpoint().orElseThrow().position().tableVersion())
                    .isEqualTo(7);
        }
    }

    @Test
    void aProcessThatWasReplacedCanNoLongerWriteRowsOrCheckpoints() {
        RunOutput zombie = outputs().open("test", "fenced");
        zombie.commit(new Chunk(List.of(read("fenced", "a")), List.of(), List.of(), List.of(), null));
        try (RunOutput successor = outputs().open("test", "fenced")) {
            assertThatThrownBy(() -> zombie.commit(new Chunk(
                            List.of(read("fenced", "b")), List.of(), List.of(), List.of(), checkpoint("fenced", 7))))
                    .isInstanceOf(RunOutput.OutputException.class);
            zombie.close();
            successor.commit(
                    new Chunk(List.of(read("fenced", "c")), List.of(), List.of(), List.of(), checkpoint("fenced", 8)));
        }

        assertThat(broker.read(Topics.READS).stream()
                        .filter(found -> found.key().startsWith("fenced|"))
                        .map(ConsumerRecord::key))
                .containsExactlyInAnyOrder("fenced|a", "fenced|c");
        assertThat(broker.read(Topics.CHECKPOINTS).stream()
                        .filter(found -> found.key().equals("fenced"))
                        .map(found -> found.value().position().tableVersion()))
                .containsExactly(8L);
    }

    @Test
    void marksReachEveryPartitionAndAForgottenPipelineHasNoCheckpoint() {
        ReadV1 sweep = mark("marked", ReadV1.Mark.SWEEP);
        try (RunOutput output = outputs().open("test", "marked")) {
            output.commit(new Chunk(
                    List.of(read("marked", "a")), List.of(), List.of(), List.of(sweep), checkpoint("marked", 7)));
        }
        assertThat(outputs().checkpoints()).extracting(CheckpointV1::pipeline).contains("marked");
        try (RunOutput output = outputs().open("test", "marked")) {
            output.forget(mark("marked", ReadV1.Mark.FORGET));
        }

        Map<ReadV1.Mark, Long> partitions = broker.read(Topics.READS).stream()
                .filter(found -> found.value().pipeline().equals("marked")
                        && found.value().mark() != null)
                .collect(Collectors.groupingBy(
                        found -> found.value().mark(),
                        Collectors.mapping(
                                ConsumerRecord::partition,
                                Collectors.collectingAndThen(Collectors.toSet(), set -> (long) set.size()))));
        long all = broker.read(Topics.READS).stream()
                .map(ConsumerRecord::partition)
                .distinct()
                .count();
        assertThat(partitions).containsEntry(ReadV1.Mark.SWEEP, all).containsEntry(ReadV1.Mark.FORGET, all);
        try (RunOutput output = outputs().open("test", "marked")) {
            assertThat(output.checkpoint()).isEmpty();
        }
        assertThat(outputs().checkpoints()).extracting(CheckpointV1::pipeline).doesNotContain("marked");
    }

    private static ReadV1 mark(String pipeline, ReadV1.Mark mark) {
        return ReadV1.mark("test", pipeline, 1, "run", new PositionV1("main.ml.scores", 7, -1, null), NOON, mark);
    }

    private static TransactionalOutputs outputs() {
        return new TransactionalOutputs(broker.clientSettings());
    }

    private static ReadV1 read(String pipeline, String id) {
        return new ReadV1(
                "test",
                pipeline,
                1,
                "run",
                id,
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 7, 7, null),
                NOON,
                List.of(new IdentifierV1("customer_id", id)),
                null,
                "00",
                null);
    }

    private static CheckpointV1 checkpoint(String pipeline, long version) {
        return new CheckpointV1(
                "test",
                pipeline,
                1,
                new PositionV1("main.ml.scores", version, -1, NOON),
                Map.of("id", "string"),
                1,
                1,
                NOON,
                null,
                null,
                null,
                null,
                null,
                0,
                -1,
                null,
                null);
    }
}
