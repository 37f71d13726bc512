package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
import io.penstock.schemas.RecordV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Writes reads and records, byte for byte as their serdes do. By hand, because there is one of each for every row of
 * every source. One thread.
 */
public final class RowMessages {
    private final JsonBytes out = new JsonBytes(2_048);
    /** Rows of one commit have one time. */
    private Moment last = new Moment(Instant.EPOCH, literal(Instant.EPOCH));

    private Beginning beginning = new Beginning("", "", -1, "", new byte[0]);
    private Place place = new Place("", -1, -1, new byte[0]);

    private record Moment(Instant instant, byte[] literal) {}

    /** What the reads of one run begin with. */
    private record Beginning(String workspace, String pipeline, long configVersion, String runId, byte[] bytes) {
        boolean isOf(ReadV1 read) {
            return configVersion == read.configVersion()
                    && pipeline.equals(read.pipeline())
                    && runId.equals(read.runId())
                    && workspace.equals(read.workspace());
        }
    }

    /** What the positions of one commit begin with. */
    private record Place(String source, long tableVersion, long commitVersion, byte[] bytes) {
        boolean isOf(PositionV1 position) {
            return tableVersion == position.tableVersion()
                    && commitVersion == position.commitVersion()
                    && source.equals(position.source());
        }
    }

    /** A read. */
    public byte[] write(ReadV1 read) {
        out.clear();
        begin(read);
        text("row_key", read.rowKey());
        name(read.operation(), "operation");
        position(read.position());
        instant("as_of", read.asOf());
        identifiers(read.identifiers());
        row(read.row());
        text("row_hash", read.rowHash());
        name(read.mark(), "mark");
        return out.raw('}').copy();
    }

    /** A record. */
    public byte[] write(RecordV1 record) {
        out.clear();
        out.raw('{');
        text("workspace", record.workspace());
        text("pipeline", record.pipeline());
        number("config_version", record.configVersion());
        text("record_id", record.recordId());
        text("row_key", record.rowKey());
        text("row_version", record.rowVersion());
        name(record.operation(), "operation");
        position(record.position());
        instant("as_of", record.asOf());
        identifiers(record.identifiers());
        row(record.row());
        return out.raw('}').copy();
    }

    /** Made once for the reads of one run, which come in long rows. */
    private void begin(ReadV1 read) {
        if (beginning.isOf(read)) {
            out.raw(beginning.bytes());
            return;
        }
        out.raw('{');
        text("workspace", read.workspace());
        text("pipeline", read.pipeline());
        number("config_version", read.configVersion());
        text("run_id", read.runId());
        if (read.workspace() != null && read.pipeline() != null && read.runId() != null) {
            beginning =
                    new Beginning(read.workspace(), read.pipeline(), read.configVersion(), read.runId(), out.copy());
        }
    }

    private void position(PositionV1 position) {
        if (position != null) {
            place(position);
            instant("watermark", position.watermark());
            out.raw('}');
        }
    }

    private void place(PositionV1 position) {
        if (place.isOf(position)) {
            out.raw(place.bytes());
            return;
        }
        int from = out.length();
        field("position").raw('{');
        text("source", position.source());
        number("table_version", position.tableVersion());
        number("commit_version", position.commitVersion());
        if (position.source() != null) {
            byte[] bytes = Arrays.copyOfRange(out.array(), from, out.length());
            place = new Place(position.source(), position.tableVersion(), position.commitVersion(), bytes);
        }
    }

    private void instant(String name, Instant value) {
        if (value != null) {
            Moment known = last;
            if (!known.instant().equals(value)) {
                known = new Moment(value, literal(value));
                last = known;
            }
            field(name).raw(known.literal());
        }
    }

    private static byte[] literal(Instant value) {
        return ('"' + value.toString() + '"').getBytes(StandardCharsets.US_ASCII);
    }

    private void identifiers(List<IdentifierV1> identifiers) {
        field("identifiers").raw('[');
        boolean first = true;
        for (IdentifierV1 identifier : identifiers) {
            if (!first) {
                out.raw(',');
            }
            first = false;
            out.raw('{');
            text("type", identifier.type());
            text("value", identifier.value());
            out.raw('}');
        }
        out.raw(']');
    }

    private void row(ObjectNode row) {
        switch (row) {
            case null -> {}
            case RawRow raw -> raw.appendTo(field("row"));
            default -> {
                try {
                    field("row").raw(Json.wire().writeValueAsBytes(row));
                } catch (JsonProcessingException e) {
                    throw new SerializationException("cannot write a row as JSON");
                }
            }
        }
    }

    private void text(String name, String value) {
        if (value != null) {
            field(name).quoted(value);
        }
    }

    private void name(Enum<?> value, String name) {
        if (value != null) {
            field(name).raw('"').ascii(value.name()).raw('"');
        }
    }

    private void number(String name, long value) {
        field(name).ascii(Long.toString(value));
    }

    private JsonBytes field(String name) {
        if (!out.endsWith('{')) {
            out.raw(',');
        }
        return out.raw('"').ascii(name).raw('"').raw(':');
    }
}
