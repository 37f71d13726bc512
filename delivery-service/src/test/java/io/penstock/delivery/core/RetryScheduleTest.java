package io.penstock.delivery.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    private static final RetrySchedule LONGEST = RetrySchedule.standard(() -> 1);

    @ParameterizedTest
    @CsvSource({"1,500", "2,1000", "3,2000", "10,256000", "11,300000", "12,300000", "100000,300000"})
    void boundsDoubleFromHalfASecondToFiveMinutes(int failures, long millis) {
        assertThat(LONGEST.delay(failures, Optional.empty())).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void drawsAnyPartOfTheBound() {
        assertThat(RetrySchedule.standard(() -> 0).delay(5, Optional.empty())).isZero();
        assertThat(RetrySchedule.standard(() -> 0.25).delay(2, Optional.empty()))
                .isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void neverUndercutsWhatTheDestinationAskedForUpToAQuarterOfAnHour() {
        assertThat(LONGEST.delay(1, Optional.of(Duration.ofMinutes(2)))).isEqualTo(Duration.ofMinutes(2));
        assertThat(LONGEST.delay(1, Optional.of(Duration.ofHours(9)))).isEqualTo(Duration.ofMinutes(15));
        assertThat(LONGEST.delay(3, Optional.of(Duration.ofMillis(1)))).isEqualTo(Duration.ofSeconds(2));
        assertThat(LONGEST.delay(1, Optional.of(Duration.ofSeconds(-5)))).isEqualTo(Duration.ofMillis(500));
    }
}
