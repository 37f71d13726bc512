package io.penstock.transform.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.ShapedV1;
import io.penstock.schemas.Topics;
import io.penstock.transform.wire.AnyWire;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** What is said without a parser is what the parser says, and what is written by hand is what the serde writes. */
class ResolvedScanTest {
    private static final int RECORDS = 3_000;

    private final AnyWire any = new AnyWire(5);

    @Test
    void readsWhatTheParserReads() {
        ResolvedScan scan = new ResolvedScan();
        int plain = 0;
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = bytes(resolved());
            plain += scan.read(bytes).isPresent() ? 1 : 0;
            assertThat(read(bytes))
                    .as("%s", new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(parsed(bytes))
                    .isPresent();
        }
        assertThat(plain).isGreaterThan(RECORDS / 2);
    }

    @Test
    void saysNothingElseOfDamagedRecords() {
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = any.damaged(bytes(resolved()));
            assertThat(read(bytes))
                    .as("%s", new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(parsed(bytes));
        }
    }

    @Test
    void writesShapedRecordsAsTheSerdeDoes() {
        for (int i = 0; i < RECORDS; i++) {
            ResolvedRow row = row(bytes(resolved())).orElseThrow();
            String values = any.object(2).toString();
            byte[] head = Topics.SHAPED.valueSerde().serializer().serialize("shaped", shaped(row));
            String expected =
                    new String(head, 0, head.length - 1, StandardCharsets.UTF_8) + ",\"values\":" + values + "}";
            assertThat(new String(ShapedRecords.values(row, values).value(), StandardCharsets.UTF_8))
                    .isEqualTo(expected);
        }
    }

    private ResolvedV1 resolved() {
        Operation operation = any.mostly(Operation.UPSERT, Operation.DELETE);
        return new ResolvedV1(
                any.mostly("prf_1", "prf_ü"),
                any.identifiers(),
                any.number(100),
                new RecordV1(
                        any.mostly("main", null),
                        "scores",
                        3,
                        any.mostly("scores|1|v", any.text()),
                        any.mostly("1", any.text()),
                        "v",
                        operation,
                        any.position(),
                        any.time(),
                        any.identifiers(),
                        operation == Operation.DELETE ? null : any.object(3)),
                any.texts());
    }

    private static ShapedV1 shaped(ResolvedRow row) {
        RecordV1 record = row.record();
        return new ShapedV1(
                record.workspace(),
                record.pipeline(),
                record.configVersion(),
                record.recordId(),
                record.rowKey(),
                record.rowVersion(),
                record.position(),
                record.asOf(),
                row.resolved().profileId(),
                row.resolved().identifiers(),
                row.resolved().logOffset(),
                null,
                null,
                row.resolved().absorbed(),
                record.operation() == Operation.DELETE ? Operation.DELETE : null);
    }

    private record Read(ResolvedV1 resolved, String json) {}

    private static Optional<Read> read(byte[] bytes) {
        return row(bytes).map(row -> new Read(row.resolved(), row.json()));
    }

    private static Optional<Read> parsed(byte[] bytes) {
        return ResolvedRow.parse(record(bytes)).map(row -> new Read(row.resolved(), row.json()));
    }

    private static Optional<ResolvedRow> row(byte[] bytes) {
        return ResolvedRow.read(record(bytes));
    }

    private static ConsumerRecord<String, byte[]> record(byte[] bytes) {
        return new ConsumerRecord<>("resolved", 0, 0, "prf_1", Arrays.copyOf(bytes, bytes.length));
    }

    private static byte[] bytes(ResolvedV1 resolved) {
        return Topics.RESOLVED.valueSerde().serializer().serialize("resolved", resolved);
    }
}
