package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.run.PipelineStatus.State;
import io.penstock.schemas.CheckpointV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.SchemaChangeV1;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a run reads, writes and refuses. */
class PipelineRunnerTest extends RunsOverFakes {
    @Test
    void rowsAndCheckpointAreWrittenTogether() {
        table.commit(NOON, row("a", "0.5", NOON), row("b", "0.7", NOON.plusSeconds(1)));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);

        assertThat(output.chunks).hasSize(1);
        CheckpointV1 checkpoint = output.checkpoints().getFirst();
        assertThat(checkpoint.position().tableVersion()).isEqualTo(1);
        assertThat(checkpoint.position().watermark()).isEqualTo(NOON.plusSeconds(1));
        assertThat(checkpoint.columns().keySet()).containsExactly("id", "score", "at");
        assertThat(checkpoint.rowsRead()).isEqualTo(2);
        ReadV1 read = output.reads().getFirst();
        assertThat(read.rowKey()).isEqualTo("a");
        assertThat(read.asOf()).isEqualTo(NOON);
        assertThat(read.identifiers()).containsExactly(new IdentifierV1("customer_id", "a"));
        assertThat(read.row()).hasToString("{\"id\":\"a\",\"score\":0.5,\"at\":\"2026-03-15T12:00:00Z\"}");
        await().until(() -> runner.status().state() == State.IDLE);
        assertThat(runner.status().rowsRead()).isEqualTo(2);
        assertThat(runner.status().runs()).isEqualTo(1);
    }

    @Test
    void anUnchangedTableIsNotReadAgain() {
        table.commit(NOON, row("a", "0.5", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        runner.wake();
        await().until(() -> ended.count("unchanged") == 1);

        assertThat(table.ranges).hasSize(1);
        assertThat(output.chunks).hasSize(1);
    }

    @Test
    void lateRowsAndTiesWithinTheLookbackAreReadAndTheWatermarkStaysAtTheHighestSeen() {
        Instant ahead = NOON.plus(Duration.ofDays(400));
        table.commit(ahead, row("a", "0.5", ahead));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        table.commit(ahead, row("tie", "0.6", ahead));
        Instant late = ahead.minus(Duration.ofMinutes(15));
        table.commit(late, row("late", "0.7", late));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(output.reads()).extracting(ReadV1::rowKey).containsExactlyInAnyOrder("a", "a", "tie", "late");
        assertThat(output.checkpoints().getLast().position().watermark()).isEqualTo(ahead);
    }

    @Test
    void rowVersionReadsOnlyWhatWasCommittedSinceWithTheCommitsTime() {
        table.commit(null, row("a", "0.5", NOON));
        PipelineRunner runner = start(BY_VERSION);
        await().until(() -> ended.count("completed") == 1);
        table.commit(null, row("b", "0.6", NOON));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(table.ranges.getLast())
                .isInstanceOfSatisfying(
                        ReadRange.ByRowVersion.class,
                        range -> assertThat(range.after()).isEqualTo(1));
        ReadV1 second = output.reads().getLast();
        assertThat(second.rowKey()).isEqualTo("b");
        assertThat(second.position().commitVersion()).isEqualTo(2);
        assertThat(second.asOf()).isEqualTo(Instant.parse("2026-03-01T00:00:02Z"));
    }

    @Test
    void aSourceThatDiesHalfWayLeavesNoCheckpointAndTheRunIsRepeatedWhole() {
        table.commit(NOON, rows(14));
        table.commit(NOON, row("bad", "7", NOON), row("last", "0.2", NOON));
        table.dieAfter = 15;
        PipelineRunner runner = start(BY_VERSION);
        await().until(() -> ended.count("unavailable") >= 1);

        assertThat(output.chunks).isNotEmpty().allSatisfy(chunk -> {
            assertThat(chunk.reads()).hasSize(10);
            assertThat(chunk.checkpoint() == null
                            || chunk.checkpoint().position().tableVersion() < 0)
                    .isTrue();
            assertThat(chunk.deadLetters()).isEmpty();
        });
        table.dieAfter = -1;
        runner.wake();
        await().until(() -> ended.count("completed") == 1);
        assertThat(output.reads()).extracting(ReadV1::rowKey).endsWith("r12", "r13", "last");
        assertThat(output.deadLetters()).hasSize(1);
        assertThat(output.checkpoints().getLast().rowsRead()).isEqualTo(16);
    }

    @Test
    void aBrokerThatFailsIsOpenedAnewAndNothingIsLost() {
        table.commit(NOON, row("a", "0.1", NOON));
        output.failNextCommits.set(1);
        start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);

        assertThat(ended.count("kafka")).isEqualTo(1);
        assertThat(output.opened).hasValue(2);
        assertThat(output.reads()).extracting(ReadV1::rowKey).containsExactly("a");
    }

    @Test
    void aRowThatBreaksTheContractIsADeadLetterOnceAndNotAtEveryLookback() {
        table.commit(NOON, row("a", "0.1", NOON), row("bad", "7", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        table.commit(NOON, row("b", "0.2", NOON));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(output.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.stage()).isEqualTo("ingest.contract");
            assertThat(letter.code()).isEqualTo("above_max");
            assertThat(letter.reason()).isEqualTo("column score: above the contract's max");
            assertThat(letter.input()).contains("\"bad\"");
            assertThat(letter.key()).isEqualTo("scores|bad");
        });
        assertThat(runner.status().rowsQuarantined()).isEqualTo(2);
    }

    @Test
    void aRowTooLargeForKafkaIsADeadLetterWithoutItsInputAndWhatTheContractDropsDoesNotCount() {
        String large = "x".repeat(1_000_000);
        table.addColumn("note", "string");
        table.commit(
                NOON,
                row("a", "0.1", NOON).replace("}", ",\"note\":\"" + large + "\"}"),
                row(large, "0.2", NOON),
                row("b", "0.3", NOON));
        start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);

        assertThat(output.reads()).extracting(ReadV1::rowKey).containsExactly("a", "b");
        assertThat(output.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo("row_too_large");
            assertThat(letter.input()).isEmpty();
            assertThat(letter.key()).isEqualTo("scores");
        });
    }

    @Test
    void aRenameTheContractKnowsIsFollowedAndTold() {
        table.replaceColumn("score", "old_score");
        table.commit(NOON, row("a", "0.1", NOON).replace("score", "old_score"));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        table.replaceColumn("old_score", "score");
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(output.schemaChanges()).singleElement().satisfies(change -> {
            assertThat(change.change()).isEqualTo(SchemaChangeV1.Change.RENAMED);
            assertThat(change.before()).isEqualTo("old_score");
            assertThat(change.touches()).containsExactly("likelihood");
            assertThat(change.policy()).isEqualTo("follow");
        });
        assertThat(output.chunks.getLast().checkpoint()).isNotNull();
        assertThat(output.reads())
                .extracting(ReadV1::rowHash)
                .hasSize(2)
                .containsOnly(output.reads().getFirst().rowHash());
    }

    @Test
    void aRenameTheContractDoesNotKnowPausesAndANewVersionGoesOnFromTheCheckpoint() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        table.replaceColumn("score", "score_v2");
        table.commit(NOON, row("b", "0.2", NOON).replace("score", "score_v2"));
        runner.wake();
        await().until(() -> ended.count("paused") == 1);

        assertThat(runner.status().state()).isEqualTo(State.PAUSED);
        assertThat(runner.status().detail()).contains("column score", "removed: pause");
        assertThat(output.checkpoints()).hasSize(1);
        runner.wake();
        await().until(() -> ended.count("paused") == 2);
        assertThat(output.schemaChanges())
                .extracting(SchemaChangeV1::change)
                .containsExactlyInAnyOrder(SchemaChangeV1.Change.ADDED, SchemaChangeV1.Change.REMOVED);
        assertThat(output.schemaChanges())
                .filteredOn(change -> change.change() == SchemaChangeV1.Change.REMOVED)
                .extracting(SchemaChangeV1::proposal)
                .containsExactly("score_v2 had the same value for 1 of 1 keys; if it is the same column, add was:"
                        + " [score_v2] to score");
        assertThat(runner.status().detail()).contains("add was: [score_v2] to score");

        configs.put("scores", BY_WATERMARK.replace("\"old_score\"", "\"score_v2\",\"old_score\""));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);
        assertThat(output.reads()).extracting(ReadV1::rowKey).endsWith("a", "b");
        assertThat(output.reads().getLast().configVersion()).isEqualTo(2);
        assertThat(output.schemaChanges()).extracting(SchemaChangeV1::change).endsWith(SchemaChangeV1.Change.RENAMED);
    }

    @Test
    void aRetypedColumnRefusesTheRun() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        table.retype("score", "string");
        runner.wake();
        await().until(() -> ended.count("quarantined") == 1);

        assertThat(runner.status().state()).isEqualTo(State.QUARANTINED);
        assertThat(runner.status().detail()).contains("score", "string", "double");
        assertThat(output.reads()).hasSize(1);
    }

    @Test
    void aVersionThatOnlyChangesEmitsGoesOnWhereTheLastOneWas() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_VERSION);
        await().until(() -> ended.count("completed") == 1);
        configs.put("scores", BY_VERSION.replace("likelihood", "other"));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(output.reads()).hasSize(1);
        assertThat(output.checkpoints().getLast().configVersion()).isEqualTo(2);
    }

    @Test
    void aVersionThatChangesTheShapeReadsEverythingAgain() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner runner = start(BY_VERSION);
        await().until(() -> ended.count("completed") == 1);
        configs.put("scores", BY_VERSION.replace("\"max\":1", "\"max\":2"));
        runner.wake();
        await().until(() -> ended.count("completed") == 2);

        assertThat(output.reads()).extracting(ReadV1::rowKey).containsExactly("a", "a");
    }

    @Test
    void chunksBoundWhatIsHeldAndOnlyTheLastHasTheCheckpoint() {
        table.commit(NOON, rows(25));
        start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);

        assertThat(output.chunks).extracting(chunk -> chunk.reads().size()).containsExactly(10, 10, 5);
        assertThat(output.chunks)
                .extracting(chunk -> chunk.checkpoint() != null)
                .containsExactly(true, false, true);
        assertThat(output.checkpoints().getFirst().position().tableVersion()).isEqualTo(-1);
        assertThat(output.checkpoints().getFirst().position().commitVersion()).isEqualTo(1);
    }

    @Test
    void aFreshProcessGoesOnFromTheCommittedCheckpoint() {
        table.commit(NOON, row("a", "0.1", NOON));
        PipelineRunner first = start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1);
        first.close();
        start(BY_WATERMARK);
        await().until(() -> ended.count("unchanged") == 1);

        assertThat(output.chunks).hasSize(1);
    }

    @Test
    void aPipelineThatCannotBeFollowedSaysSo() {
        PipelineRunner runner = start(BY_VERSION.replace("\"table\":\"main.ml.scores\"", "\"query\":\"SELECT 1\""));
        await().until(() -> ended.count("invalid_pipeline") == 1);

        assertThat(runner.status().state()).isEqualTo(State.FAILED);
        assertThat(runner.status().detail()).contains("row-version needs a table");
    }

    @Test
    void anUnknownConnectionFailsThisPipelineOnly() {
        table.commit(NOON, row("a", "0.1", NOON));
        configs.put("stray", BY_WATERMARK.replace("\"lake\"", "\"sea\""));
        PipelineRunner stray = started("stray");
        start(BY_WATERMARK);
        await().until(() -> ended.count("completed") == 1 && ended.count("fix_query") == 1);

        assertThat(stray.status().state()).isEqualTo(State.FAILED);
        assertThat(stray.status().detail()).isEqualTo("connection sea is not known");
    }
}
