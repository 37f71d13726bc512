package io.penstock.transform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResolvedRowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":0.10,\"b\":9007199254740993}",
                "{\"ü\":\"ä\\u0000😀\",\"n\":{\"m\":[1,{\"x\":\"}\"}]}}",
                "{ \"spaced\" :\n [ ] }"
            })
    void keepsTheTextOfTheRow(String row) {
        ResolvedRow read = read("\"row\":" + row + ",").orElseThrow();
        assertThat(read.json()).isEqualTo(row);
        assertThat(read.record().row()).isNull();
        assertThat(read.record().rowKey()).isEqualTo("kéy");
        assertThat(read.resolved().profileId()).isEqualTo("prf_1");
    }

    @Test
    void takesAMissingRowForOneWithoutColumns() {
        assertThat(read("").orElseThrow().json()).isEqualTo("{}");
        assertThat(read("\"row\":null,").orElseThrow().json()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "\"text\"", "{\"a\":01}", "{\"a\":}", "{\"a\":1", "{\"a\":1}}"})
    void refusesWhatIsNoRow(String row) {
        assertThat(read("\"row\":" + row + ",")).isEmpty();
    }

    private static Optional<ResolvedRow> read(String row) {
        String json =
                "{\"profile_id\":\"prf_1\",\"identifiers\":[],\"log_offset\":1,\"record\":{\"workspace\":\"main\","
                        + "\"pipeline\":\"p\",\"config_version\":1,\"record_id\":\"r\"," + row
                        + "\"row_key\":\"kéy\",\"row_version\":\"v\",\"operation\":\"UPSERT\",\"identifiers\":[],"
                        + "\"as_of\":\"2026-11-22T00:00:00Z\"},\"absorbed\":[]}";
        return ResolvedRow.read(new ConsumerRecord<>("resolved", 0, 0, "prf_1", json.getBytes(StandardCharsets.UTF_8)));
    }
}
