package io.penstock.ingest.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.Topics;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowMessagesTest {
    private static final Instant NOON = Instant.parse("2026-03-15T12:00:00.1234Z");

    private final RowMessages messages = new RowMessages();

    /** Surrogates only in pairs: the serde refuses others, and UTF-8 from an engine holds none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "quote \" backslash \\ slash /",
                "\n\r\t\b\f",
                "control \u0000 \u001f \u007f \u0080",
                "éčß € \u2028 \u2029",
                "plain then 😀 and plain"
            })
    void readsAndRecordsAreTheBytesOfTheirSerdes(String text) {
        ObjectNode tree = Json.wire().createObjectNode().put("text", text).put(text + "n", 1);
        assertAllSame(text, 7, tree);
        assertAllSame(text, Long.MAX_VALUE, RawRow.of(tree));
        assertAllSame("x" + text + text, -1, RawRow.of(tree));
    }

    private void assertAllSame(String text, long number, ObjectNode row) {
        List<IdentifierV1> identifiers = List.of(new IdentifierV1("email", text), new IdentifierV1("id", "7"));
        PositionV1 position = new PositionV1(text, number, -1, number % 2 == 0 ? null : NOON);
        assertSame(new ReadV1(
                "ws",
                "p",
                number,
                "run@" + text,
                text,
                Operation.UPSERT,
                position,
                NOON,
                identifiers,
                row,
                "ab",
                null));
        assertSame(
                new RecordV1("ws", "p", 1, "p|" + text, text, "v", Operation.UPSERT, position, NOON, identifiers, row));
    }

    @Test
    void whatIsNotThereIsLeftOut() {
        PositionV1 position = new PositionV1("t", 3, -1, null);
        assertSame(ReadV1.mark("ws", "p", 1, "run", position, NOON, ReadV1.Mark.SWEEP));
        assertSame(new ReadV1("ws", "p", 1, "r", "k", Operation.DELETE, null, NOON, List.of(), null, null, null));
        assertSame(new RecordV1(
                "ws", "p", 1, "p|k|v", "k", "v", Operation.DELETE, position, Instant.EPOCH, List.of(), null));
    }

    private void assertSame(ReadV1 read) {
        assertThat(messages.write(read))
                .isEqualTo(Topics.READS.valueSerde().serializer().serialize("reads", read));
    }

    private void assertSame(RecordV1 record) {
        assertThat(messages.write(record))
                .isEqualTo(Topics.RECORDS.valueSerde().serializer().serialize("records", record));
    }
}
