package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Writes reads and records, byte for byte as their serdes do. By hand, because there is one of each for every row of
 * every source. Thread-safe.
 */
public final class RowMessages {
    /** What an envelope takes, about; the row comes on top. */
    private static final int ENVELOPE = 640;

    /** Rows of one commit have one time. */
    private volatile Moment last = new Moment(Instant.EPOCH, literal(Instant.EPOCH));

    private record Moment(Instant instant, byte[] literal) {}

    /** A read. */
    public byte[] write(ReadV1 read) {
        JsonBytes out = new JsonBytes(ENVELOPE + length(read.row()));
        out.raw('{');
        text(out, "workspace", read.workspace());
        text(out, "pipeline", read.pipeline());
        number(out, "config_version", read.configVersion());
        text(out, "run_id", read.runId());
        text(out, "row_key", read.rowKey());
        name(out, read.operation(), "operation");
        position(out, read.position());
        instant(out, "as_of", read.asOf());
        identifiers(out, read.identifiers());
        row(out, read.row());
        text(out, "row_hash", read.rowHash());
        name(out, read.mark(), "mark");
        return out.raw('}').copy();
    }

    /** A record. */
    public byte[] write(RecordV1 record) {
        JsonBytes out = new JsonBytes(ENVELOPE + length(record.row()));
        out.raw('{');
        text(out, "workspace", record.workspace());
        text(out, "pipeline", record.pipeline());
        number(out, "config_version", record.configVersion());
        text(out, "record_id", record.recordId());
        text(out, "row_key", record.rowKey());
        text(out, "row_version", record.rowVersion());
        name(out, record.operation(), "operation");
        position(out, record.position());
        instant(out, "as_of", record.asOf());
        identifiers(out, record.identifiers());
        row(out, record.row());
        return out.raw('}').copy();
    }

    private void position(JsonBytes out, PositionV1 position) {
        if (position != null) {
            field(out, "position").raw('{');
            text(out, "source", position.source());
            number(out, "table_version", position.tableVersion());
            number(out, "commit_version", position.commitVersion());
            instant(out, "watermark", position.watermark());
            out.raw('}');
        }
    }

    private void instant(JsonBytes out, String name, Instant value) {
        if (value != null) {
            Moment known = last;
            if (!known.instant().equals(value)) {
                known = new Moment(value, literal(value));
                last = known;
            }
            field(out, name).raw(known.literal());
        }
    }

    private static byte[] literal(Instant value) {
        return ('"' + value.toString() + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private static void identifiers(JsonBytes out, List<IdentifierV1> identifiers) {
        field(out, "identifiers").raw('[');
        boolean first = true;
        for (IdentifierV1 identifier : identifiers) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.raw('{');
            text(out, "type", identifier.type());
            text(out, "value", identifier.value());
            out.raw('}');
        }
        out.raw(']');
    }

    private static void row(JsonBytes out, ObjectNode row) {
        switch (row) {
            case null -> {}
            case RawRow raw -> raw.appendTo(field(out, "row"));
            default -> {
                try {
                    field(out, "row").raw(Json.wire().writeValueAsBytes(row));
                } catch (JsonProcessingException e) {
                    throw new SerializationException("cannot write a row as JSON");
                }
            }
        }
    }

    private static int length(ObjectNode row) {
        return row instanceof RawRow raw ? raw.length() : 0;
    }

    private static void text(JsonBytes out, String name, String value) {
        if (value != null) {
            field(out, name).quoted(value);
        }
    }

    private static void name(JsonBytes out, Enum<?> value, String name) {
        if (value != null) {
            field(out, name).raw('"').ascii(value.name()).raw('"');
        }
    }

    private static void number(JsonBytes out, String name, long value) {
        field(out, name).ascii(Long.toString(value));
    }

    private static JsonBytes field(JsonBytes out, String name) {
        if (!out.endsWith('{')) {
            out.raw(',');
        }
        return out.raw('"').ascii(name).raw('"').raw(':');
    }
}
