package io.penstock.schemas.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.schemas.InstantText;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeadFieldTest {
    private static final PositionV1 POSITION =
            new PositionV1("main.ml.scores", 17, 18, Instant.parse("2026-11-28T10:00:00Z"));

    private final PlainParts parts = new PlainParts(new Words());

    static List<HeadField> fields() {
        return List.of(
                HeadField.WORKSPACE,
                HeadField.PIPELINE,
                HeadField.CONFIG_VERSION,
                HeadField.RECORD_ID,
                HeadField.ROW_KEY,
                HeadField.ROW_VERSION,
                HeadField.OPERATION,
                HeadField.AS_OF);
    }

    static Stream<RecordV1> records() {
        return Stream.of(record("k1", POSITION), record("", null), record("ünï ✓", new PositionV1("s", -1, -1, null)));
    }

    @ParameterizedTest
    @MethodSource("records")
    void theHeadOfARecordIsReadInTheOrderInWhichTheSerdeWritesIt(RecordV1 record) {
        PlainJson in = new PlainJson(bytes(text(record)));
        assertThat(read(in)).isEqualTo(record);
        assertThat(in.passes(",\"identifiers\":".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
    }

    @Test
    void whatIsPassedOverEndsWhereItWouldHaveBeenReadTo() {
        Map<HeadField, Integer> begins = begins();
        byte[] written = bytes(text(record("k1", null)));
        for (HeadField field : begins.keySet()) {
            if (field != HeadField.CONFIG_VERSION) {
                PlainJson read = at(written, begins.get(field));
                PlainJson passed = at(written, begins.get(field));
                field.text(read);
                field.skipText(passed);
                assertThat(passed.position()).as("%s", field).isEqualTo(read.position());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void whatStandsInAnotherPlaceIsNotPlain(HeadField field) {
        byte[] written = bytes(text(record("k1", null)));
        begins().forEach((other, begin) -> {
            if (other != field) {
                assertNotPlain(() -> field.text(at(written, begin)));
                assertNotPlain(() -> field.text(at(written, begin), parts.words()));
                assertNotPlain(() -> field.skipText(at(written, begin)));
                assertNotPlain(() -> field.number(at(written, begin)));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aValueWithoutItsNameIsNotPlain(HeadField field) {
        assertNotPlain(() -> field.text(new PlainJson(bytes("\"k1\""))));
        assertNotPlain(() -> field.text(new PlainJson(bytes("\"k1\"")), parts.words()));
        assertNotPlain(() -> field.skipText(new PlainJson(bytes("\"k1\""))));
        assertNotPlain(() -> field.number(new PlainJson(bytes("3"))));
    }

    @Test
    void aHeadThatLacksAFieldIsNotPlain() {
        String text = text(record("k1", POSITION));
        for (String field : List.of(
                "\"workspace\":\"acme\",",
                "\"pipeline\":\"scores\",",
                "\"config_version\":3,",
                "\"record_id\":\"scores|k1|v1\",",
                "\"row_key\":\"k1\",",
                "\"row_version\":\"v1\",",
                "\"operation\":\"UPSERT\",",
                "\"as_of\":\"2026-11-29T10:00:00.125Z\",")) {
            String without = text.replace(field, "");
            assertThat(without).isNotEqualTo(text);
            assertNotPlain(() -> read(new PlainJson(bytes(without))));
        }
    }

    @Test
    void aHeadThatEndsEarlyIsNotPlain() {
        String text = text(record("k1", POSITION));
        String head = text.substring(0, text.indexOf(",\"identifiers\""));
        read(new PlainJson(bytes(head)));
        for (int length = 0; length < head.length(); length++) {
            byte[] part = bytes(head.substring(0, length));
            assertNotPlain(() -> read(new PlainJson(part)));
            assertNotPlain(() -> read(new PlainJson(new JsonText(bytes(head), 0, part.length))));
        }
    }

    @Test
    void whatIsWrittenOtherwiseIsNotPlain() {
        String text = text(record("k1", POSITION));
        for (String other : List.of(
                " " + text,
                text.replace("{\"workspace\"", "{ \"workspace\""),
                text.replace("\"pipeline\":", "\"pipeline\": "),
                text.replace("\"row_key\"", "\"row\\u005fkey\""),
                text.replace("\"row_key\"", "\"ROW_KEY\""),
                text.replace("\"acme\"", "\"ac\\u006de\""),
                text.replace("\"v1\"", "\"v\\\"1\""),
                text.replace("\"k1\"", "null"),
                text.replace("\"config_version\":3", "\"config_version\":\"3\""),
                text.replace("\"config_version\":3", "\"config_version\":3.0"),
                text.replaceFirst("\"position\":\\{.*?}", "\"position\":null"),
                text.replaceFirst("\"position\":\\{.*?}", "\"position\":{}"))) {
            assertThat(other).isNotEqualTo(text);
            assertNotPlain(() -> read(new PlainJson(bytes(other))));
        }
    }

    /** Where each field begins. */
    private Map<HeadField, Integer> begins() {
        PlainJson in = new PlainJson(bytes(text(record("k1", null))));
        Map<HeadField, Integer> begins = new LinkedHashMap<>();
        for (HeadField field : fields()) {
            begins.put(field, in.position());
            if (field == HeadField.CONFIG_VERSION) {
                field.number(in);
            } else {
                field.skipText(in);
            }
        }
        return begins;
    }

    private RecordV1 read(PlainJson in) {
        return new RecordV1(
                HeadField.WORKSPACE.text(in, parts.words()),
                HeadField.PIPELINE.text(in, parts.words()),
                HeadField.CONFIG_VERSION.number(in),
                HeadField.RECORD_ID.text(in),
                HeadField.ROW_KEY.text(in),
                HeadField.ROW_VERSION.text(in),
                Operation.valueOf(HeadField.OPERATION.text(in, parts.words())),
                parts.position(in),
                InstantText.parse(HeadField.AS_OF.text(in)),
                List.of(),
                null);
    }

    private static RecordV1 record(String rowKey, PositionV1 position) {
        return new RecordV1(
                "acme",
                "scores",
                3,
                "scores|" + rowKey + "|v1",
                rowKey,
                "v1",
                Operation.UPSERT,
                position,
                Instant.parse("2026-11-29T10:00:00.125Z"),
                List.of(),
                null);
    }

    private static String text(RecordV1 record) {
        return new String(
                Topics.RECORDS.valueSerde().serializer().serialize("records", record), StandardCharsets.UTF_8);
    }

    private static PlainJson at(byte[] bytes, int from) {
        return new PlainJson(new JsonText(bytes, from, bytes.length));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertNotPlain(Runnable reading) {
        assertThatThrownBy(reading::run).isInstanceOf(NotPlain.class);
    }
}
