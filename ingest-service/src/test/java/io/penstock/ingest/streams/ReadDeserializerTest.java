package io.penstock.ingest.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadDeserializerTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00.123456Z");
    private static final PositionV1 POSITION = new PositionV1("main.ml.scores", 7, 5, NOON);

    private final ReadDeserializer reads = new ReadDeserializer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"c-1\",\"score\":0.10,\"big\":9007199254740993,\"none\":null}",
                "{\"text\":\"quote \\\" brace } bracket ] ščř 😀\",\"deep\":{\"a\":[{\"b\":[1,2,{}]},\"}\"]}}"
            })
    void aReadIsWhatItsSerdeReadsAndItsRowIsHandedOnByteForByte(String row) {
        ReadV1 written = read(object(row));
        byte[] bytes = Topics.READS.valueSerde().serializer().serialize("reads", written);

        ReadV1 found = read(bytes);

        assertThat(with(found, written.row())).isEqualTo(written);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"row\":" + found.row() + ",");
        assertThat(Topics.RECORDS.valueSerde().serializer().serialize("records", record(found)))
                .isEqualTo(Topics.RECORDS.valueSerde().serializer().serialize("records", record(written)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"c-1\",\"score\":0.10,\"none\":null,\"deep\":{\"a\":[{\"b\":[1,{}]},\"}\"]}}",
                "{\"text\":\"quote \\\" brace } bracket ] ščř 😀\",\"row_hash\":\"x\"}"
            })
    void whatTheReaderWritesIsReadTheSameWithAndWithoutAParser(String row) {
        ReadScan scan = new ReadScan();
        for (String run : List.of("p@7", "p@7", "p@8")) {
            for (Instant watermark : new Instant[] {null, NOON}) {
                byte[] bytes = bytes(plain(run, watermark, object(row)));

                assertThat(scan.read(bytes).map(PlainRead::read)).contains(reads.parse("reads", bytes));
            }
        }
    }

    @Test
    void whatIsWrittenOtherwiseIsLeftToTheParser() {
        ReadScan scan = new ReadScan();
        String text = new String(bytes(plain("p@7", null, object("{\"a\":1}"))), StandardCharsets.UTF_8);

        assertThat(scan.read(text.getBytes(StandardCharsets.UTF_8))).isPresent();
        for (String other : List.of(
                text.replace(",\"row_hash\"", ",\"later\":{\"x\":1},\"row_hash\""),
                text.substring(0, text.length() - 1) + ",\"later\":2}",
                text.replace("UPSERT", "DELETE"),
                text.replace("c-9", "c\\\"9"),
                text.replace("0123456789abcdef", "0123456789ABCDEF"),
                text.replace(NOON.toString(), "2026-03-15T13:00:00.123456+01:00"),
                text.replace(NOON.toString(), "2026-03-15T12:00:00.123456000Z"),
                text.substring(0, text.length() - 3),
                text.replace("{\"a\"", "[\"a\""),
                "not JSON",
                "")) {
            assertThat(scan.read(other.getBytes(StandardCharsets.UTF_8)))
                    .as(other)
                    .isEmpty();
        }
    }

    private static ReadV1 plain(String run, Instant watermark, ObjectNode row) {
        return new ReadV1(
                "ws",
                "p",
                3,
                run,
                "c-9",
                Operation.UPSERT,
                new PositionV1("main.ml.scores", 7, -1, watermark),
                NOON,
                List.of(new IdentifierV1("customer_id", "c-1"), new IdentifierV1("email", "ž@example.com")),
                row,
                "0123456789abcdef".repeat(4),
                null);
    }

    @Test
    void aRowMuchLargerThanAnyBufferIsHandedOn() {
        ObjectNode row = Json.wire().createObjectNode().put("text", "é".repeat(400_000));
        byte[] bytes = Topics.READS.valueSerde().serializer().serialize("reads", read(row));

        byte[] out = Topics.RECORDS.valueSerde().serializer().serialize("records", record(read(bytes)));

        assertThat(Topics.RECORDS
                        .valueSerde()
                        .deserializer()
                        .deserialize("records", out)
                        .row())
                .isEqualTo(row);
    }

    @Test
    void aDeletionAndAMarkHaveNoRow() {
        ReadV1 gone =
                new ReadV1("ws", "p", 1, "run", "c-1", Operation.DELETE, POSITION, NOON, List.of(), null, null, null);
        ReadV1 mark = ReadV1.mark("ws", "p", 1, "run", POSITION, NOON, ReadV1.Mark.SWEEP);

        assertThat(read(bytes(gone))).isEqualTo(gone);
        assertThat(read(bytes(mark))).isEqualTo(mark);
    }

    @Test
    void whatANewerVersionAddsIsPassedOver() {
        String text = new String(bytes(read(object("{\"a\":1}"))), StandardCharsets.UTF_8);
        String newer = text.substring(0, text.length() - 1) + ",\"later\":{\"x\":[1]},\"more\":2}";

        assertThat(read(newer.getBytes(StandardCharsets.UTF_8)).rowHash()).isEqualTo("h");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "{", "[]", "{}", "{\"as_of\":\"yesterday\",\"identifiers\":[]}", "{\"row\":[]}"})
    void otherBytesAreRefusedWithoutTellingThem(String text) {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> reads.deserialize("reads", text.getBytes(StandardCharsets.UTF_8)))
                .withMessageContaining("expected ReadV1 as JSON on reads")
                .withNoCause();
    }

    @Test
    void aTombstoneStaysOne() {
        assertThat(reads.deserialize("reads", null)).isNull();
    }

    private ReadV1 read(byte[] bytes) {
        return reads.deserialize("reads", bytes).read();
    }

    private static byte[] bytes(ReadV1 read) {
        return Topics.READS.valueSerde().serializer().serialize("reads", read);
    }

    private static ReadV1 read(ObjectNode row) {
        return new ReadV1(
                "ws",
                "p",
                3,
                "p@7",
                "c|\"1",
                Operation.UPSERT,
                POSITION,
                NOON,
                List.of(new IdentifierV1("customer_id", "c-1"), new IdentifierV1("email", "a@example.com")),
                row,
                "h",
                null);
    }

    private static ReadV1 with(ReadV1 read, ObjectNode row) {
        return new ReadV1(
                read.workspace(),
                read.pipeline(),
                read.configVersion(),
                read.runId(),
                read.rowKey(),
                read.operation(),
                read.position(),
                read.asOf(),
                read.identifiers(),
                row,
                read.rowHash(),
                read.mark());
    }

    private static RecordV1 record(ReadV1 read) {
        return new RecordV1(
                read.workspace(),
                read.pipeline(),
                read.configVersion(),
                "id",
                read.rowKey(),
                "v",
                read.operation(),
                read.position(),
                read.asOf(),
                read.identifiers(),
                read.row());
    }

    private static ObjectNode object(String json) {
        try {
            return (ObjectNode) Json.wire().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
