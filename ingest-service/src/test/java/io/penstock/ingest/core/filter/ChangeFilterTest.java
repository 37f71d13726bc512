package io.penstock.ingest.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.filter.ChangeFilter.Decision;
import io.penstock.ingest.core.filter.ChangeFilter.Fate;
import io.penstock.ingest.core.filter.ChangeFilter.Seen;
import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {
    private static final Instant T1 = Instant.parse("2026-03-15T12:00:00Z");
    private static final Instant T2 = T1.plusSeconds(1);
    private static final long RUN = new RunName("scores@1#2:v1..v2", RunName.Kind.STATE).stamp(2);
    private static final long EARLIER = new RunName("scores@1#1:start..v1", RunName.Kind.STATE).stamp(1);

    @Test
    void whatWasNeverSeenIsNewsWithItsOwnTime() {
        assertThat(state(null, "a", T1)).isEqualTo(new Decision(Verdict.CHANGED, new LastSeen("a", T1, RUN)));
    }

    @Test
    void theSameContentIsNoNewsHoweverNewAndWritesNothing() {
        assertThat(state(new LastSeen("a", T1, EARLIER), "a", T2)).isEqualTo(new Decision(Verdict.UNCHANGED, null));
    }

    @Test
    void theSameContentIsMarkedIfTheRunSweeps() {
        Seen seen = new Seen("a", T2, RUN, true, true);

        assertThat(ChangeFilter.decide(new LastSeen("a", T1, EARLIER), seen).remember())
                .isEqualTo(new LastSeen("a", T1, RUN));
        assertThat(ChangeFilter.decide(new LastSeen("a", T1, RUN), seen).remember())
                .isNull();
    }

    @Test
    void contentDecidesAndTheTimeRisesByAMicrosecondIfTheSourcesDoesNot() {
        Decision older = state(new LastSeen("a", T2, EARLIER), "b", T1);

        assertThat(older.verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(older.remember().asOf()).isEqualTo(T2.plusNanos(1000));
        assertThat(state(new LastSeen("a", T1, EARLIER), "b", T1).remember().asOf())
                .isEqualTo(T1.plusNanos(1000));
        assertThat(state(new LastSeen("a", T1, EARLIER), "b", T2).remember().asOf())
                .isEqualTo(T2);
    }

    @Test
    void aDeletionIsNewsOnceAndARowMayComeBack() {
        assertThat(state(new LastSeen("a", T1, EARLIER), null, T2).verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(state(new LastSeen(null, T2, EARLIER), null, T2).verdict()).isEqualTo(Verdict.UNCHANGED);
        assertThat(state(null, null, T2)).isEqualTo(new Decision(Verdict.UNCHANGED, null));
        assertThat(state(new LastSeen(null, T2, EARLIER), "a", T1).remember())
                .isEqualTo(new LastSeen("a", T2.plusNanos(1000), RUN));
    }

    @Test
    void anotherContentOfTheSameKeyInTheSameRunAndVersionIsADuplicate() {
        LastSeen first = new LastSeen("a", T1, RUN);

        assertThat(state(first, "b", T1)).isEqualTo(new Decision(Verdict.DUPLICATE, null));
        assertThat(ChangeFilter.decide(first, new Seen("b", T1, RUN, false, false))
                        .verdict())
                .isEqualTo(Verdict.CHANGED);
        assertThat(ChangeFilter.decide(first, new Seen("b", T1, RUN + 1, true, false))
                        .verdict())
                .isEqualTo(Verdict.CHANGED);
        assertThat(state(first, null, T1).verdict()).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void aSweepDeletesWhatItsRunDidNotSeeAndForgetsWhatWasGoneLongAgo() {
        Instant now = T1.plus(ChangeFilter.TOMBSTONES_KEPT);

        assertThat(ChangeFilter.sweep(new LastSeen("a", T1, RUN), RUN, now)).isEqualTo(Fate.STAYS);
        assertThat(ChangeFilter.sweep(new LastSeen("a", T1, RUN + 7), RUN, now)).isEqualTo(Fate.STAYS);
        assertThat(ChangeFilter.sweep(new LastSeen("a", T1, EARLIER), RUN, now)).isEqualTo(Fate.DELETED);
        assertThat(ChangeFilter.sweep(new LastSeen("a", T1, 0), RUN, now)).isEqualTo(Fate.DELETED);
        assertThat(ChangeFilter.sweep(new LastSeen(null, T1, EARLIER), RUN, now))
                .isEqualTo(Fate.STAYS);
        assertThat(ChangeFilter.sweep(new LastSeen(null, T1, EARLIER), RUN, now.plusSeconds(1)))
                .isEqualTo(Fate.FORGOTTEN);
    }

    @Test
    void aRowThatIsThereButBrokeTheContractIsOnlyMarked() {
        assertThat(ChangeFilter.present(new LastSeen("a", T1, EARLIER), RUN)).isEqualTo(new LastSeen("a", T1, RUN));
        assertThat(ChangeFilter.present(null, RUN)).isNull();
        assertThat(ChangeFilter.present(new LastSeen(null, T1, EARLIER), RUN)).isNull();
    }

    @Test
    void aRunsNameSaysItsKindAndOneRunHasOneStampPerVersion() {
        for (RunName.Kind kind : RunName.Kind.values()) {
            RunName name = new RunName("scores@1#2:v1..v2", kind);
            assertThat(RunName.parse(name.runId())).isEqualTo(name);
        }
        assertThat(RunName.parse("scores@1:v1..v2").kind()).isEqualTo(RunName.Kind.STATE);
        assertThat(RunName.sameRun(RUN, RUN + 1)).isTrue();
        assertThat(RunName.sameRun(RUN, EARLIER)).isFalse();
        assertThat(new RunName("x", RunName.Kind.FEED).stamp(-1))
                .isNotEqualTo(new RunName("x", RunName.Kind.FEED).stamp(5));
    }

    @Test
    void theSameChangeHasTheSameVersionAndAnotherOneAnother() {
        assertThat(RowVersion.of(T1, "a")).isEqualTo(RowVersion.of(T1, "a")).hasSize(32);
        assertThat(RowVersion.of(T2, "a")).isNotEqualTo(RowVersion.of(T1, "a"));
        assertThat(RowVersion.of(T1, null)).isNotEqualTo(RowVersion.of(T1, "a"));
    }

    private static Decision state(LastSeen last, String hash, Instant asOf) {
        return ChangeFilter.decide(last, new Seen(hash, asOf, RUN, true, false));
    }
}
