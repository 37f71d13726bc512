package io.penstock.transform.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.InstantText;
import io.penstock.schemas.JsonBytes;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.transform.wire.WireParts;
import java.nio.charset.StandardCharsets;

/**
 * Writes shaped records with values as their serde does, but for the values, which come last and whose text is taken
 * over as it is: nobody looks into them before classification. Used by one thread.
 */
final class ShapedBytes {
    private static final int USUAL = 1024;
    private static final byte[] WORKSPACE = ascii(",\"workspace\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");
    private static final byte[] ROW_VERSION = ascii(",\"row_version\":");
    private static final byte[] POSITION = ascii(",\"position\":");
    private static final byte[] AS_OF = ascii(",\"as_of\":");
    private static final byte[] PROFILE_ID = ascii(",\"profile_id\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] LOG_OFFSET = ascii(",\"log_offset\":");
    private static final byte[] ABSORBED = ascii(",\"absorbed\":");
    private static final byte[] OPERATION = ascii(",\"operation\":");
    private static final byte[] VALUES = ascii(",\"values\":");

    private final JsonBytes out = new JsonBytes(USUAL);

    private ShapedBytes() {}

    /** @param values the text of an object */
    static byte[] of(ResolvedRow row, String values) {
        ShapedBytes bytes = new ShapedBytes();
        bytes.write(row);
        return bytes.out
                .raw(VALUES)
                .raw(values.getBytes(StandardCharsets.UTF_8))
                .raw('}')
                .copy();
    }

    private void write(ResolvedRow row) {
        RecordV1 record = row.record();
        out.raw('{');
        text(WORKSPACE, record.workspace());
        text(PIPELINE, record.pipeline());
        name(CONFIG_VERSION).number(record.configVersion());
        text(RECORD_ID, record.recordId());
        text(ROW_KEY, record.rowKey());
        text(ROW_VERSION, record.rowVersion());
        if (record.position() != null) {
            WireParts.position(name(POSITION), record.position());
        }
        text(AS_OF, InstantText.format(record.asOf()));
        text(PROFILE_ID, row.resolved().profileId());
        WireParts.identifiers(name(IDENTIFIERS), row.resolved().identifiers());
        name(LOG_OFFSET).number(row.resolved().logOffset());
        WireParts.texts(name(ABSORBED), row.resolved().absorbed());
        if (record.operation() == Operation.DELETE) {
            text(OPERATION, record.operation().name());
        }
    }

    private void text(byte[] name, String text) {
        if (text != null) {
            name(name).quoted(text);
        }
    }

    private JsonBytes name(byte[] name) {
        return out.raw(name, out.length() == 1 ? 1 : 0, name.length);
    }
}
