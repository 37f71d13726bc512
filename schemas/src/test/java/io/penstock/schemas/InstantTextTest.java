package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantTextTest {
    @Test
    void readsAndWritesAsTheJdkDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            long nanos = List.of(0, 1_000_000, 1_000, 1).get(i % 4) * (long) random.nextInt(1000);
            Instant time = Instant.ofEpochSecond(random.nextLong(-63_000_000_000L, 260_000_000_000L), nanos);
            assertThat(InstantText.parse(time.toString())).isEqualTo(time);
            assertThat(InstantText.format(time)).isEqualTo(time.toString());
        }
    }

    @Test
    void readsUnusualTimesAsTheJdkDoes() {
        for (String text : List.of(
                "2026-11-01T10:00:00.1Z",
                "2024-02-29T23:59:59.999999999Z",
                "2026-12-31T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-11-01T10:00:00+01:00",
                "+12026-11-01T10:00:00Z")) {
            assertThat(InstantText.parse(text)).isEqualTo(Instant.parse(text));
        }
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String text : List.of(
                "",
                "Z",
                "2026-02-30T10:00:00Z",
                "2026-13-01T10:00:00Z",
                "2026-11-01T10:00:0xZ",
                "2026-11-01 10:00:00Z",
                "2026-11-01T10:00:00.1234567890Z")) {
            assertThatThrownBy(() -> InstantText.parse(text)).isInstanceOf(DateTimeParseException.class);
        }
    }
}
