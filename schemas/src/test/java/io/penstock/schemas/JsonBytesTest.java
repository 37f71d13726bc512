package io.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    @Test
    void textsAndNumbersAreWrittenAsTheContractsMapperWritesThem() throws Exception {
        for (String text :
                List.of("", "ada", "a\"b\\c/", "\b\t\n\f\r\u0000\u001f\u007f", "ünï ✓", "\ud83d\ude00", "{[:,")) {
            assertThat(JsonBytes.literal(text)).as(text).isEqualTo(Json.wire().writeValueAsBytes(text));
        }
        for (long number : new long[] {0, 9, 10, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(new JsonBytes(1).number(number).copy())
                    .isEqualTo(Json.wire().writeValueAsBytes(number));
        }
    }

    @Test
    void timesAreWrittenAsTheContractsMapperWritesThem() throws Exception {
        for (Instant time : List.of(
                Instant.EPOCH,
                Instant.parse("2026-11-01T10:00:00.125Z"),
                Instant.parse("2024-02-29T23:59:59.999999999Z"),
                Instant.parse("0000-01-01T00:00:00.000001Z"),
                Instant.parse("-0001-12-31T23:59:59Z"),
                Instant.MIN,
                Instant.MAX)) {
            assertThat(new JsonBytes(1).raw('[').time(time).copy())
                    .as(time.toString())
                    .isEqualTo(("[" + Json.wire().writeValueAsString(time)).getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void itGrowsAndWhatWasTakenBackIsNotThere() {
        JsonBytes out = new JsonBytes(1).raw('[').number(12).raw(',');
        int position = out.length();
        out.quoted("x".repeat(100)).cut(position);

        assertThat(out.endsWith(',')).isTrue();
        assertThat(out.quoted("y").raw(']')).hasToString("[12,\"y\"]");
        out.clear();
        assertThat(out.length()).isZero();
        assertThat(out.endsWith(']')).isFalse();
    }
}
