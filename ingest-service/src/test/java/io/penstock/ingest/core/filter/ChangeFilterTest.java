package io.penstock.ingest.core.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChangeFilterTest {
    private static final Instant T1 = Instant.parse("2026-03-15T12:00:00Z");
    private static final Instant T2 = T1.plusSeconds(1);

    @Test
    void whatWasNeverSeenIsNews() {
        assertThat(ChangeFilter.decide(null, "a", T1)).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void theSameContentIsNoNewsHoweverNew() {
        assertThat(ChangeFilter.decide(new LastSeen("a", T1), "a", T1)).isEqualTo(Verdict.UNCHANGED);
        assertThat(ChangeFilter.decide(new LastSeen("a", T1), "a", T2)).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void whatIsOlderThanWhatIsKnownIsStale() {
        assertThat(ChangeFilter.decide(new LastSeen("a", T2), "b", T1)).isEqualTo(Verdict.STALE);
        assertThat(ChangeFilter.decide(new LastSeen(null, T2), "b", T1)).isEqualTo(Verdict.STALE);
    }

    @Test
    void aCorrectionWithTheSameTimeIsNews() {
        assertThat(ChangeFilter.decide(new LastSeen("a", T1), "b", T1)).isEqualTo(Verdict.CHANGED);
    }

    @Test
    void aDeletionIsNewsOnce() {
        assertThat(ChangeFilter.decide(new LastSeen("a", T1), null, T2)).isEqualTo(Verdict.CHANGED);
        assertThat(ChangeFilter.decide(new LastSeen(null, T2), null, T2)).isEqualTo(Verdict.UNCHANGED);
        assertThat(ChangeFilter.decide(null, null, T2)).isEqualTo(Verdict.UNCHANGED);
    }

    @Test
    void theSameChangeHasTheSameVersionAndAnotherOneAnother() {
        assertThat(RowVersion.of(T1, "a")).isEqualTo(RowVersion.of(T1, "a")).hasSize(32);
        assertThat(RowVersion.of(T2, "a")).isNotEqualTo(RowVersion.of(T1, "a"));
        assertThat(RowVersion.of(T1, null)).isNotEqualTo(RowVersion.of(T1, "a"));
    }
}
