package io.penstock.ingest.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.read.Commit;
import io.penstock.ingest.core.read.Head;
import io.penstock.ingest.core.read.History;
import io.penstock.ingest.core.read.Page;
import io.penstock.ingest.core.read.Position;
import io.penstock.ingest.core.read.ReadMode;
import io.penstock.ingest.core.read.ReadRange;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadPlanTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00Z");
    private static final Head HEAD = new Head(7, NOON);
    private static final SparkType TIMESTAMP = SparkTypeParser.parse("timestamp");
    private static final ReadPlan.Columns COLUMNS =
            new ReadPlan.Columns(List.of("id"), List.of("old_id"), "t", TIMESTAMP, Duration.ofMinutes(15));
    private static final Position FIVE = new Position(5, NOON);
    private static final Commit APPEND = commit(6, "WRITE", Map.of("mode", "Append"));

    @ParameterizedTest
    @EnumSource(
            value = ReadMode.class,
            names = {"CHANGE_FEED", "SNAPSHOT"})
    void aFirstReadOfModesThatSeeDeletionsReadsEverythingAndSweeps(ReadMode mode) {
        ReadPlan plan = ReadPlan.of(given(mode, Position.START, History.UNKNOWN, false));

        assertThat(plan.ranges()).containsExactly(new ReadRange.Whole(HEAD, null));
        assertThat(plan.sweeps()).isTrue();
        assertThat(plan.rebaseline()).isNull();
    }

    @Test
    void aFirstReadOfOtherModesSweepsOnlyIfDeletionsAreLookedFor() {
        ReadPlan ignoring = ReadPlan.of(given(ReadMode.ROW_VERSION, Position.START, History.UNKNOWN, false));
        ReadPlan comparing = ReadPlan.of(given(ReadMode.WATERMARK, Position.START, History.UNKNOWN, true));

        assertThat(ignoring.ranges()).containsExactly(new ReadRange.ByRowVersion(-1, HEAD, null));
        assertThat(ignoring.sweeps()).isFalse();
        assertThat(comparing.ranges())
                .containsExactly(new ReadRange.ByWatermark("t", TIMESTAMP, null, HEAD, List.of("id"), null));
        assertThat(comparing.sweeps()).isTrue();
    }

    @Test
    void theNextReadStartsWhereTheLastOneEndedOrTheLookbackBeforeTheWatermark() {
        History appended = history(APPEND, commit(7, "OPTIMIZE", Map.of()));

        assertThat(ReadPlan.of(given(ReadMode.ROW_VERSION, FIVE, appended, true))
                        .ranges())
                .containsExactly(new ReadRange.ByRowVersion(5, HEAD, null));
        assertThat(ReadPlan.of(given(ReadMode.WATERMARK, FIVE, appended, true)).ranges())
                .containsExactly(new ReadRange.ByWatermark(
                        "t", TIMESTAMP, Instant.parse("2026-03-15T11:45:00Z"), HEAD, List.of("id"), null));
        assertThat(ReadPlan.of(given(ReadMode.CHANGE_FEED, FIVE, appended, false))
                        .ranges())
                .containsExactly(new ReadRange.Changes(6, HEAD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIMIZE", "VACUUM END", "SET TBLPROPERTIES", "RENAME COLUMN", "ADD COLUMNS", "optimize "})
    void commitsThatTouchNoRowAreNotRead(String operation) {
        ReadPlan plan = ReadPlan.of(given(ReadMode.ROW_VERSION, FIVE, history(commit(6, operation, Map.of())), true));

        assertThat(plan.ranges()).isEmpty();
        assertThat(plan.everything()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "UPDATE", "MERGE", "TRUNCATE", "WRITE"})
    void keysThatAreGoneAreLookedForIfACommitMayHaveRemovedSome(String operation) {
        History history = history(commit(6, operation, Map.of("mode", "Overwrite")));

        assertThat(ReadPlan.of(given(ReadMode.ROW_VERSION, FIVE, history, true)).ranges())
                .containsExactly(
                        new ReadRange.ByRowVersion(5, HEAD, null),
                        new ReadRange.Gone(5, HEAD, List.of("id"), List.of("old_id")));
        assertThat(ReadPlan.of(given(ReadMode.ROW_VERSION, FIVE, history, false))
                        .ranges())
                .hasSize(1);
    }

    @Test
    void aMergeThatSaysItOnlyAddedRemovesNothing() {
        Commit merge = new Commit(
                6, NOON, "MERGE", Map.of(), Map.of("numTargetRowsDeleted", "0", "numTargetRowsUpdated", "0"));

        assertThat(Effect.of(merge)).isEqualTo(Effect.ADDED);
        assertThat(Effect.of(commit(6, "MERGE", Map.of()))).isEqualTo(Effect.CHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESTORE", "CREATE OR REPLACE TABLE AS SELECT", "REPLACE TABLE", "CLONE", "SOMETHING NEW"})
    void afterAnythingThatMayHaveReplacedTheRowsEverythingIsRead(String operation) {
        ReadPlan plan = ReadPlan.of(given(ReadMode.ROW_VERSION, FIVE, history(commit(6, operation, Map.of())), true));

        assertThat(plan.ranges()).containsExactly(new ReadRange.ByRowVersion(-1, HEAD, null));
        assertThat(plan.sweeps()).isTrue();
        assertThat(plan.rebaseline()).contains("version 6 is " + operation);
    }

    @Test
    void anIncompleteHistoryMeansEverythingInEveryMode() {
        History gap = new History(List.of(APPEND), false);

        for (ReadMode mode : List.of(ReadMode.ROW_VERSION, ReadMode.WATERMARK, ReadMode.CHANGE_FEED)) {
            ReadPlan plan = ReadPlan.of(given(mode, FIVE, gap, false));
            assertThat(plan.everything()).isTrue();
            assertThat(plan.sweeps()).isEqualTo(mode == ReadMode.CHANGE_FEED);
            assertThat(plan.rebaseline()).isEqualTo("the table's history since version 5 is not kept any more");
        }
    }

    @Test
    void aPageIsReadAfterTheLiveChangesAndOneOfOneIsEverything() {
        ReadPlan.Given given = given(ReadMode.ROW_VERSION, FIVE, history(APPEND), false);

        assertThat(paged(given, new Page(2, 4, List.of("id"))).ranges())
                .containsExactly(
                        new ReadRange.ByRowVersion(5, HEAD, null),
                        new ReadRange.ByRowVersion(-1, HEAD, new Page(2, 4, List.of("id"))));
        assertThat(paged(given, new Page(0, 1, List.of("id"))).ranges())
                .endsWith(new ReadRange.ByRowVersion(-1, HEAD, null));
        assertThat(paged(given, new Page(2, 4, List.of("id"))).everything()).isFalse();
    }

    @Test
    void aQueryIsAlwaysReadFromItsWatermark() {
        ReadPlan.Given given = new ReadPlan.Given(
                ReadMode.WATERMARK,
                new Position(-1, NOON),
                Head.NONE,
                History.UNKNOWN,
                Optional.empty(),
                null,
                true,
                COLUMNS);

        assertThat(ReadPlan.of(given).ranges())
                .containsExactly(new ReadRange.ByWatermark(
                        "t", TIMESTAMP, Instant.parse("2026-03-15T11:45:00Z"), Head.NONE, List.of("id"), null));
        assertThat(ReadPlan.of(given).sweeps()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RENAME COLUMN, 8, 7", "ADD COLUMNS, 6, 9", "RESTORE, 7, 6", "WRITE, 8, 9"})
    void aFeedIsReadUpToTheNextChangeOfColumns(String operation, long version, long end) {
        List<Commit> commits = LongStream.rangeClosed(6, 9)
                .mapToObj(each -> commit(each, each == version ? operation : "WRITE", Map.of("mode", "Append")))
                .toList();

        assertThat(ReadPlan.feedEnd(FIVE, new Head(9, NOON), new History(commits, true)))
                .isEqualTo(end);
    }

    private static ReadPlan paged(ReadPlan.Given given, Page page) {
        return ReadPlan.of(new ReadPlan.Given(
                given.mode(),
                given.position(),
                given.head(),
                given.history(),
                given.lost(),
                page,
                given.deletes(),
                given.columns()));
    }

    private static ReadPlan.Given given(ReadMode mode, Position position, History history, boolean deletes) {
        return new ReadPlan.Given(mode, position, HEAD, history, Optional.empty(), null, deletes, COLUMNS);
    }

    private static History history(Commit... commits) {
        return new History(List.of(commits), true);
    }

    private static Commit commit(long version, String operation, Map<String, String> parameters) {
        return new Commit(version, NOON, operation, parameters, Map.of());
    }
}
