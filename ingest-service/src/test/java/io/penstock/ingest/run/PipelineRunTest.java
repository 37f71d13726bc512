package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.run.HistoryDriver.Filter;
import io.penstock.schemas.ConfigV1;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.SchemaChangeV1;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs and change filter together, one story each. */
class PipelineRunTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");
    private static final String BY_VERSION = "{\"by\":\"row-version\",\"deletes\":\"compare\"}";
    private static final String BY_WATERMARK = "{\"by\":\"watermark\",\"column\":\"at\",\"lookback\":\"PT15M\"}";
    private static final String BY_FEED = "{\"by\":\"change-feed\"}";
    private static final String SNAPSHOT = "{\"by\":\"snapshot\"}";

    private final FakeTable table = new FakeTable("id", "string", "score", "double", "at", "timestamp");
    private Filter filter;
    private HistoryDriver driver;

    @BeforeEach
    void start(@TempDir Path folder) {
        filter = new Filter(folder);
    }

    @AfterEach
    void stop() {
        filter.close();
    }

    @Test
    void aSnapshotDeletesWhatIsGoneWithTheIdentifiersThatAreInTheKey() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"), row("c", "0.3"));
        run(SNAPSHOT).poll();
        table.delete("b"::equals);
        driver.poll();

        RecordV1 gone = driver.records.getLast();
        assertThat(gone.operation()).isEqualTo(Operation.DELETE);
        assertThat(gone.rowKey()).isEqualTo("b");
        assertThat(gone.identifiers()).containsExactly(new IdentifierV1("customer_id", "b"));
        assertThat(driver.records).hasSize(4);
        assertThat(driver.checkpoint.wholeRows()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {SNAPSHOT, BY_FEED, BY_VERSION})
    void anEmptyTableDeletesNobodyIfItCannotBeToldWhatHappened(String mode) throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(mode).poll();
        table.recreate();
        RunResult result = driver.poll();

        assertThat(note(result)).contains("nothing was deleted", "no rows, and had 2");
        assertThat(driver.folded()).containsOnlyKeys("a", "b");

        table.append(row("b", "0.2"), row("c", "0.3"));
        driver.pollAll();
        assertThat(driver.folded()).containsOnlyKeys("b", "c");
    }

    @ParameterizedTest
    @ValueSource(strings = {SNAPSHOT, BY_FEED, BY_VERSION})
    void aReadThatWouldDeleteTooManyDeletesNoneUntilTheConfigurationAllowsIt(String mode) throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"), row("c", "0.3"));
        table.maintain("OPTIMIZE");
        run(mode).poll();
        table.recreate();
        table.append(row("a", "0.1"));
        RunResult result = driver.poll();

        assertThat(note(result)).contains("the source has 1 rows and had 3, and mostDeleted is 0.5");
        assertThat(driver.folded()).hasSize(3);
        assertThat(driver.poll()).isNotInstanceOf(RunResult.Stopped.class);
        assertThat(driver.folded()).hasSize(3);

        driver.apply(plan(2, mode.replace("}", ",\"mostDeleted\":1}"), CONTRACT, "[\"id\"]"));
        assertThat(driver.folded()).containsOnlyKeys("a");
    }

    @Test
    void aRowThatBreaksTheContractIsNotTakenForGone() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(SNAPSHOT).poll();
        table.update("b"::equals, row -> row.put("score", 7));
        driver.poll();

        assertThat(driver.deadLetters).extracting(DeadLetterV1::code).containsExactly("above_max");
        assertThat(driver.folded()).containsOnlyKeys("a", "b");
        table.update("b"::equals, row -> row.put("score", 0.2));
        driver.poll();
        assertThat(driver.records).hasSize(2);
    }

    @Test
    void anotherKeyForgetsTheRowsAndReadsThemAnew() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_VERSION).poll();
        driver.apply(plan(2, BY_VERSION, CONTRACT, "[\"score\"]"));

        assertThat(driver.records).extracting(RecordV1::rowKey).containsExactly("a", "b", "0.1", "0.2");
        assertThat(driver.records).extracting(RecordV1::operation).containsOnly(Operation.UPSERT);
        assertThat(driver.checkpoint.backfill()).isNull();
        assertThat(driver.poll()).isEqualTo(new RunResult.Unchanged());
    }

    @Test
    void anotherKeyIsForgottenOnceAlsoIfTheProcessDiesRightAfter() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"), row("c", "0.3"), row("d", "0.4"));
        run(BY_VERSION).poll();
        PipelinePlan next = plan(2, BY_VERSION, CONTRACT, "[\"score\"]");
        driver.chunkRows = 2;
        driver.faults.addAll(java.util.Arrays.asList(null, null, true));
        assertThatThrownBy(() -> driver.apply(next)).isInstanceOf(RunOutput.OutputException.class);
        driver.pollAll();

        assertThat(driver.records).hasSize(8);
        assertThat(driver.records).extracting(RecordV1::recordId).doesNotHaveDuplicates();
    }

    @Test
    void aSecondRowOfAKeyIsADeadLetter() throws SourceException {
        table.append(row("a", "0.1"), row("a", "0.2"), row("b", "0.3"));
        run(BY_VERSION).poll();

        assertThat(driver.deadLetters).extracting(DeadLetterV1::code).containsExactly("duplicate_key");
        assertThat(driver.records).extracting(RecordV1::rowKey).containsExactly("a", "b");
    }

    @Test
    void ofSeveralRowsOfAKeyTheNewestCountsInWatermarkMode() throws SourceException {
        table.append(row("a", "0.1", NOON), row("a", "0.2", NOON.plusSeconds(60)), row("a", "0.3", NOON));
        run(BY_WATERMARK).poll();
        table.append(row("a", "0.4", NOON.plusSeconds(120)));
        driver.poll();

        assertThat(driver.deadLetters).isEmpty();
        assertThat(driver.records)
                .extracting(record -> record.row().get("score").asText())
                .containsExactly("0.2", "0.4");
    }

    @Test
    void aWriterWhoseClockIsBehindStillWinsAndTheTimeToldRises() throws SourceException {
        table.append(row("a", "0.1", NOON));
        run(BY_WATERMARK).poll();
        table.update("a"::equals, row -> row.put("score", 0.2).put("at", at(NOON.minus(Duration.ofMinutes(10)))));
        driver.poll();

        assertThat(driver.records).hasSize(2);
        assertThat(driver.records.getLast().row().get("score").asText()).isEqualTo("0.2");
        assertThat(driver.records.getLast().asOf()).isEqualTo(NOON.plusNanos(1000));
    }

    @Test
    void aRowLaterThanTheLookbackIsLostToTheWatermarkAndAClockAheadDoesNotMoveItTwice() throws SourceException {
        table.append(row("a", "0.1", NOON.plus(Duration.ofDays(1))));
        run(BY_WATERMARK).poll();
        table.append(row("b", "0.2", NOON));
        driver.poll();

        assertThat(driver.records).extracting(RecordV1::rowKey).containsExactly("a");
        assertThat(driver.checkpoint.position().watermark()).isEqualTo(NOON.plus(Duration.ofDays(1)));
    }

    @Test
    void aQueryGoesOnFromItsWatermarkHoweverLongItWasNotAsked() throws SourceException {
        run(BY_WATERMARK).query = true;
        table.append(row("a", "0.1", NOON));
        driver.poll();
        Instant later = NOON.plus(Duration.ofDays(40));
        table.append(row("b", "0.2", NOON.plus(Duration.ofDays(3))), row("c", "0.3", later));
        driver.poll();

        assertThat(driver.records).extracting(RecordV1::rowKey).containsExactly("a", "b", "c");
        assertThat(((ReadRange.ByWatermark) table.ranges.getLast()).from())
                .isEqualTo(NOON.minus(Duration.ofMinutes(15)));
        assertThat(driver.checkpoint.position().watermark()).isEqualTo(later);
        driver.poll();
        assertThat(driver.records).hasSize(3);
    }

    @Test
    void aSnapshotOfAQueryDeletesAlsoWhatADeadRunHandedOver() throws SourceException {
        run(SNAPSHOT).query = true;
        driver.chunkRows = 1;
        table.append(row("a", "0.1"), row("b", "0.2"));
        driver.faults.addAll(java.util.Arrays.asList(null, true));
        assertThatThrownBy(driver::poll).isInstanceOf(RunOutput.OutputException.class);
        assertThat(driver.folded()).containsOnlyKeys("a");
        table.delete("a"::equals);
        driver.faults.clear();
        driver.poll();

        assertThat(driver.folded()).containsOnlyKeys("b");
    }

    @Test
    void aRowThatADeadRunHandedOverAndThatIsGoneSinceIsDeletedByTheNextRun() throws SourceException {
        run(BY_VERSION).chunkRows = 1;
        table.append(row("a", "0.1"));
        driver.poll();
        table.append(row("b", "0.2"), row("c", "0.3"));
        driver.faults.addAll(java.util.Arrays.asList(null, true));
        assertThatThrownBy(driver::poll).isInstanceOf(RunOutput.OutputException.class);
        assertThat(driver.folded()).containsOnlyKeys("a", "b");
        driver.faults.clear();
        table.delete("b"::equals);
        driver.pollAll();

        assertThat(driver.folded()).containsOnlyKeys("a", "c");
    }

    @Test
    void aFeedThatWasSwitchedOffIsReplacedByEverythingAndThatIsSaid() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_FEED).poll();
        table.feed(false);
        table.delete("a"::equals);
        table.append(row("c", "0.3"));
        table.feed(true);
        RunResult result = driver.pollAll();

        assertThat(note(result)).contains("everything was read again", "feed was off");
        assertThat(driver.folded()).containsOnlyKeys("b", "c");
        assertThat(driver.progress.getLast().rebaselined()).isTrue();
    }

    @Test
    void aFeedIsSplitAtARenameAndEveryChangeIsTold() throws SourceException {
        table.append(row("a", "0.1"));
        run(BY_FEED).poll();
        table.update("a"::equals, row -> row.put("score", 0.2));
        table.rename("score", "score_v2");
        table.update("a"::equals, row -> row.put("score_v2", 0.3));
        table.feedSpeaksNewest = true;
        driver.pollAll();

        assertThat(driver.records)
                .extracting(record -> record.row().get("score").asText())
                .containsExactly("0.1", "0.2", "0.3");
        assertThat(table.ranges.stream().filter(ReadRange.Changes.class::isInstance))
                .hasSize(2);
        assertThat(driver.schemaChanges)
                .extracting(SchemaChangeV1::change)
                .containsExactly(SchemaChangeV1.Change.RENAMED);
    }

    @Test
    void aRowThatIsReplacedInOneCommitOfTheFeedIsOneChange() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_FEED).poll();
        table.overwrite(row("a", "0.5"), row("c", "0.3"));
        driver.poll();

        assertThat(driver.records.subList(2, 5))
                .extracting(record -> record.rowKey() + " " + record.operation())
                .containsExactlyInAnyOrder("a UPSERT", "c UPSERT", "b DELETE");
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_VERSION, BY_WATERMARK, BY_FEED})
    void aLargeTableIsReadInPagesWithLiveChangesBetweenWhateverCommitIsTheLast(String mode) throws SourceException {
        table.append(rows(0, 40));
        run(mode).pageRows = 10;
        driver.chunkRows = 4;
        int live = 0;
        for (int commits = 0; driver.checkpoint == null || driver.checkpoint.backfill() != null; commits++) {
            driver.faults.clear();
            for (int i = 0; i < commits % 4; i++) {
                driver.faults.add(null);
            }
            driver.faults.add(commits % 2 == 0);
            try {
                driver.poll();
            } catch (RunOutput.OutputException e) {
                String id = "live" + live++;
                table.append(row(id, "0.9", NOON.plusSeconds(live)));
                driver.faults.clear();
                driver.poll();
                if (live > 1) {
                    assertThat(driver.folded()).containsKey("live" + (live - 2));
                }
            }
            assertThat(commits).isLessThan(100);
        }
        driver.faults.clear();
        driver.pollAll();

        assertThat(driver.folded()).hasSize(40 + live);
        assertThat(driver.records).extracting(RecordV1::rowKey).doesNotHaveDuplicates();
        assertThat(table.ranges.stream()
                        .map(PipelineRunTest::page)
                        .filter(java.util.Objects::nonNull)
                        .map(page -> page.of())
                        .distinct())
                .hasSize(1);
        assertThat(driver.checkpoint.wholeRows()).isEqualTo(40 + live);
    }

    @Test
    void aStoppedPipelineIsReleasedByAFormerNameAndNothingIsLost() throws SourceException {
        table.append(row("a", "0.1"));
        run(BY_VERSION).poll();
        table.update("a"::equals, row -> row.put("score", 0.2));
        table.replaceColumn("score", "score_v2");
        table.append(row("b", "0.3").replace("score", "score_v2"));
        assertThat(driver.poll()).isInstanceOf(RunResult.Stopped.class);
        assertThat(driver.records).hasSize(1);

        driver.apply(
                plan(2, BY_VERSION, CONTRACT.replace("\"max\":1", "\"max\":1,\"was\":[\"score_v2\"]"), "[\"id\"]"));

        assertThat(driver.records)
                .extracting(record -> record.rowKey() + " " + record.row().get("score"))
                .containsExactlyInAnyOrder("a 0.1", "a 0.2", "b 0.3");
    }

    @Test
    void rowsSetAsideAreReadAgainOnceTheColumnsTypeIsBack() throws SourceException {
        table.append(row("a", "0.1"));
        run(BY_VERSION, CONTRACT.replace("\"columns\"", "\"onChange\":{\"retyped\":\"allow\"},\"columns\""))
                .poll();
        table.retype("score", "string");
        table.append(row("b", "\"high\""), row("c", "\"low\""));
        driver.pollAll();
        assertThat(driver.deadLetters).extracting(DeadLetterV1::code).containsOnly("wrong_type");
        assertThat(driver.checkpoint.quarantinedRows()).isEqualTo(2);

        table.update(id -> !id.equals("a"), row -> row.put("score", 0.5));
        driver.pollAll();
        table.retype("score", "double");
        driver.pollAll();

        assertThat(driver.folded()).containsOnlyKeys("a", "b", "c");
        assertThat(driver.checkpoint.quarantinedRows()).isZero();
    }

    @Test
    void aColumnThatLostAllItsValuesIsLeftOutAndTheLastValueStays() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_VERSION).poll();
        table.update(id -> true, row -> row.putNull("score").put("at", at(NOON.plusSeconds(1))));
        driver.poll();

        assertThat(driver.deadLetters).isEmpty();
        assertThat(driver.records).hasSize(4);
        assertThat(driver.records.getLast().row().has("score")).isFalse();
        assertThat(driver.schemaChanges)
                .extracting(SchemaChangeV1::change)
                .containsExactly(SchemaChangeV1.Change.ALL_NULL);

        table.update("a"::equals, row -> row.put("score", 0.3));
        driver.poll();
        assertThat(driver.records.getLast().row().get("score").asText()).isEqualTo("0.3");
    }

    @Test
    void aColumnThatLostAllItsValuesStopsAPipelineThatSaysSoBeforeAnythingIsWritten() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_VERSION, CONTRACT.replace("\"columns\"", "\"onChange\":{\"allNull\":\"pause\"},\"columns\""))
                .poll();
        driver.chunkRows = 1;
        table.update(id -> true, row -> row.putNull("score"));
        RunResult result = driver.poll();

        assertThat(result).isInstanceOf(RunResult.Stopped.class);
        assertThat(driver.records).hasSize(2);
        table.update("a"::equals, row -> row.put("score", 0.3));
        assertThat(driver.poll()).isInstanceOf(RunResult.Completed.class);
    }

    @Test
    void aColumnThatIsNullInTheRowsReadButNotInTheTableIsNotMissed() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(
                        BY_VERSION,
                        CONTRACT.replace(
                                "\"score\":{\"type\":\"double\",\"required\":true", "\"score\":{\"type\":\"double\""))
                .poll();
        table.update("a"::equals, row -> row.putNull("score"));
        driver.poll();

        assertThat(driver.schemaChanges).isEmpty();
        assertThat(driver.records.getLast().row().get("score").isNull()).isTrue();
    }

    @Test
    void aTableThatWasMadeAnewIsReadFromItsStartAndTheOldRowsAreGone() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        table.append(row("c", "0.2"));
        run(BY_FEED).poll();
        table.recreate();
        table.append(row("a", "0.1"), row("d", "0.4"));
        RunResult result = driver.pollAll();

        assertThat(note(result)).contains("made anew");
        assertThat(driver.folded()).containsOnlyKeys("a", "d");
    }

    @Test
    void historyThatIsNotKeptMeansReadingEverything() throws SourceException {
        table.append(row("a", "0.1"), row("b", "0.2"));
        run(BY_VERSION).poll();
        table.delete("a"::equals);
        table.maintain("OPTIMIZE");
        table.historyFrom = table.version();
        RunResult result = driver.poll();

        assertThat(note(result)).contains("history since version 1 is not kept");
        assertThat(driver.folded()).containsOnlyKeys("b");
    }

    private static final String CONTRACT =
            "{\"columns\":{\"id\":{\"type\":\"string\",\"required\":true},\"score\":{\"type\":\"double\",\"required\":true,"
                    + "\"min\":0,\"max\":1},\"at\":{\"type\":\"timestamp\"}}}";

    private HistoryDriver run(String change) {
        return run(change, CONTRACT);
    }

    private HistoryDriver run(String change, String contract) {
        driver = new HistoryDriver(filter, table, plan(1, change, contract, "[\"id\"]"));
        driver.chunkRows = 100;
        return driver;
    }

    private static PipelinePlan plan(long version, String change, String contract, String key) {
        return PipelinePlan.of(TestConfigs.config(
                ConfigV1.Kind.PIPELINE,
                "scores",
                version,
                "{\"source\":{\"connection\":\"lake\",\"table\":\"main.ml.scores\",\"key\":" + key + ",\"change\":"
                        + change + ",\"contract\":" + contract
                        + "},\"identity\":{\"given\":{\"customer_id\":\"id\"},\"address\":[\"customer_id\"]}}"));
    }

    private static io.penstock.ingest.core.read.Page page(ReadRange range) {
        return switch (range) {
            case ReadRange.ByRowVersion by -> by.page();
            case ReadRange.ByWatermark by -> by.page();
            case ReadRange.Whole whole -> whole.page();
            case ReadRange.Changes _, ReadRange.Gone _ -> null;
        };
    }

    private static String note(RunResult result) {
        assertThat(result).isInstanceOf(RunResult.Completed.class);
        return ((RunResult.Completed) result).note();
    }

    private static String[] rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> row("r" + i, "0.1")).toArray(String[]::new);
    }

    private static String row(String id, String score) {
        return row(id, score, NOON);
    }

    private static String row(String id, String score, Instant at) {
        return "{\"id\":\"" + id + "\",\"score\":" + score + ",\"at\":\"" + at(at) + "\"}";
    }

    private static String at(Instant at) {
        return at.toString().replace("Z", ".000000Z");
    }
}
