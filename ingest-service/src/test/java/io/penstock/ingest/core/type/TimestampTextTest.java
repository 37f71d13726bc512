package io.penstock.ingest.core.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTextTest {
    private static final DateTimeFormatter ENGINE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSXXX");
    private static final int USUAL = "2026-03-15T12:00:00.000000Z".length();
    private static final long[] FRACTIONS = {0, 1, 1_000, 120_000, 999_999, 500_000};

    @Test
    void whatTheEngineRendersBecomesWhatInstantPrints() {
        Random random = new Random(20260315);
        for (int i = 0; i < 20_000; i++) {
            long micros = i % 2 == 0 ? FRACTIONS[i / 2 % FRACTIONS.length] : random.nextInt(1_000_000);
            Instant instant =
                    Instant.ofEpochSecond(random.nextLong(-62_135_596_800L, 253_402_300_799L), micros * 1_000);
            String text = ENGINE.format(instant.atOffset(ZoneOffset.UTC));

            assertThat(TimestampText.canonical(text)).isEqualTo(instant.toString());
            if (text.length() == USUAL) {
                assertThat(asBytes(text)).isEqualTo(instant.toString());
            }
        }
    }

    /** As it stands in a row: between other bytes. */
    private static String asBytes(String text) {
        byte[] row = ("\"" + text + "\"").getBytes(StandardCharsets.US_ASCII);
        int kept = TimestampText.lengthKept(row, 1, row.length - 1);
        return kept < 0 ? "" : new String(row, 1, kept, StandardCharsets.US_ASCII) + "Z";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-15T12:00:00+02:00",
                "2026-03-15T12:00Z",
                "2026-03-15T12:00:00.5Z",
                "2026-03-15T12:00:00.123456789Z",
                "2024-02-29T12:00:00.000000Z",
                "+12026-03-15T12:00:00.000000Z"
            })
    void otherFormsAreParsed(String text) {
        assertThat(asBytes(text)).isIn("", text.replace(".000000", ""));
        assertThat(TimestampText.canonical(text))
                .isEqualTo(OffsetDateTime.parse(text).toInstant().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T12:00:00.000000Z",
                "2026-13-01T12:00:00.000000Z",
                "2026-00-01T12:00:00.000000Z",
                "2026-01-00T12:00:00.000000Z",
                "2026-04-31T12:00:00.000000Z",
                "2026-01-01T24:00:00.000000Z",
                "2026-01-01T12:60:00.000000Z",
                "2026-01-01T12:00:60.000000Z",
                "2026-01-01T12:00:00.00000xZ",
                "2026-01-01 12:00:00.000000Z",
                ""
            })
    void whatIsNoInstantIsRefused(String text) {
        assertThat(asBytes(text)).isEmpty();
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> TimestampText.canonical(text));
    }
}
