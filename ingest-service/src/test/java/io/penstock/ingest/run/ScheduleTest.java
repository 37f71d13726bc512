package io.penstock.ingest.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.config.PipelineSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId PRAGUE = ZoneId.of("Europe/Prague");

    @Test
    void anIntervalCountsFromTheEndOfTheLastRead() {
        Instant now = Instant.parse("2026-03-15T12:00:00Z");

        assertThat(Schedule.of(change(null, null, false)).next(now)).isEqualTo(now.plus(Duration.ofMinutes(5)));
        assertThat(Schedule.of(change(null, null, true)).next(now)).isEqualTo(now.plusMillis(500));
    }

    @Test
    void aLivePollCountsFromItsBeginningAndNeverOverlapsTheNext() {
        Instant began = Instant.parse("2026-03-15T12:00:00Z");
        Schedule live = Schedule.of(change(null, null, true));
        Schedule calm = Schedule.of(change(null, null, false));

        assertThat(live.next(began, began.plusMillis(300))).isEqualTo(began.plusMillis(500));
        assertThat(live.next(began, began.plusMillis(1_700))).isEqualTo(began.plusMillis(1_700));
        assertThat(calm.next(began, began.plusMillis(300)))
                .isEqualTo(began.plusMillis(300).plus(Duration.ofMinutes(5)));
    }

    @Test
    void aClocksTimeIsTheZonesAlsoWhenTheClocksChange() {
        Schedule daily = Schedule.of(change("30 6 * * *", PRAGUE, false));

        assertThat(daily.next(Instant.parse("2026-03-28T05:30:00Z"))).isEqualTo("2026-03-29T04:30:00Z");
        assertThat(daily.next(Instant.parse("2026-10-24T04:30:00Z"))).isEqualTo("2026-10-25T05:30:00Z");
    }

    @Test
    void aTimeTheClockSkipsComesRightAfterTheGap() {
        Schedule daily = Schedule.of(change("30 2 * * *", PRAGUE, false));
        Schedule often = Schedule.of(change("*/10 * * * *", PRAGUE, false));

        assertThat(daily.next(Instant.parse("2026-03-28T12:00:00Z"))).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(daily.next(Instant.parse("2026-03-29T01:00:00Z"))).isEqualTo("2026-03-30T00:30:00Z");
        assertThat(often.next(Instant.parse("2026-03-29T00:50:00Z"))).isEqualTo("2026-03-29T01:00:00Z");
        assertThat(often.next(Instant.parse("2026-03-29T01:00:00Z"))).isEqualTo("2026-03-29T01:10:00Z");
    }

    @Test
    void aTimeTheClockShowsTwiceComesOnce() {
        Schedule daily = Schedule.of(change("30 2 * * *", PRAGUE, false));

        Instant first = daily.next(Instant.parse("2026-10-24T12:00:00Z"));
        assertThat(first).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(daily.next(first)).isEqualTo("2026-10-26T01:30:00Z");
    }

    @Test
    void fieldsAreThoseOfUnix() {
        Schedule sunday = Schedule.of(change("0 0 * * 0", ZoneId.of("UTC"), false));

        assertThat(sunday.next(Instant.parse("2026-03-16T12:00:00Z"))).isEqualTo("2026-03-22T00:00:00Z");
        assertThatThrownBy(() -> Schedule.of(change("every day", null, false)))
                .hasMessageContaining("change.cron is not five cron fields");
        assertThatThrownBy(() -> Schedule.of(change("0 0 30 2 *", null, false)).next(Instant.EPOCH))
                .hasMessageContaining("never comes due");
    }

    private static PipelineSpec.Change change(String cron, ZoneId zone, boolean live) {
        return new PipelineSpec.Change(PipelineSpec.By.SNAPSHOT, null, null, null, cron, zone, live, null, null);
    }
}
