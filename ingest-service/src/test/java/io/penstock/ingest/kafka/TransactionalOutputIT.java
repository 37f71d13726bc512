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
            first.commit(new Chunk(List.of(read("one", "a")), List.of(), List.of(), checkpoint("one", 7)));
        }
        try (RunOutput other = outputs().open("test", "two")) {
            assertThat(other.checkpoint()).isEmpty();
            other.commit(new Chunk(List.of(), List.of(), List.of(), checkpoint("two", 9)));
        }
        try (RunOutput again = outputs().open("test", "one")) {
            assertThat(again.checkpoint().orElseThrow().position().tableVersion())
                    .isEqualTo(7);
        }
    }

    @Test
    void aProcessThatWasReplacedCanNoLongerWriteRowsOrCheckpoints() {
        RunOutput zombie = outputs().open("test", "fenced");
        zombie.commit(new Chunk(List.of(read("fenced", "a")), List.of(), List.of(), null));
        try (RunOutput successor = outputs().open("test", "fenced")) {
            assertThatThrownBy(() -> zombie.commit(
                            new Chunk(List.of(read("fenced", "b")), List.of(), List.of(), checkpoint("fenced", 7))))
                    .isInstanceOf(RunOutput.OutputException.class);
            zombie.close();
            successor.commit(new Chunk(List.of(read("fenced", "c")), List.of(), List.of(), checkpoint("fenced", 8)));
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
                "00");
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
                NOON);
    }
}
