package io.penstock.customerio.sandbox.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference 7.1: who waits an hour first, and for how long it goes on. */
class RetryScheduleTest {

    private final RetrySchedule schedule = new RetrySchedule(Duration.ofHours(1));

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 405, 410, 429, 500, 502, 521, RetrySchedule.NO_CONNECTION})
    void waitsAnHourFirst(int outcome) {
        assertThat(schedule.wait(1, outcome)).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 503, 504, RetrySchedule.TIMEOUT})
    void waitsAMinuteFirstOtherwise(int outcome) {
        assertThat(schedule.wait(1, outcome)).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource({"2,2", "3,4", "5,16", "6,24", "100,24"})
    void doublesUpToADay(int failures, int hours) {
        assertThat(schedule.wait(failures, 500)).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void goesOnForSevenDaysScaled() {
        assertThat(schedule.expiry()).isEqualTo(Duration.ofDays(7));
        assertThat(new RetrySchedule(Duration.ofSeconds(2)).expiry()).isEqualTo(Duration.ofSeconds(336));
    }
}
