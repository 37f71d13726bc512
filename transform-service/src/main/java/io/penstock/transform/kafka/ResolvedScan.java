package io.penstock.transform.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Words;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads a resolved record as identity-service writes nearly all of them: fields in their order, and the row, of which
 * it is only found out that it is JSON, stays its text. Says nothing of anything else. Safe from any thread.
 */
final class ResolvedScan {
    private static final byte[] PROFILE_ID = ascii("{\"profile_id\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] LOG_OFFSET = ascii(",\"log_offset\":");
    private static final byte[] RECORD = ascii(",\"record\":{\"workspace\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] RECORD_ID = ascii(",\"record_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");
    private static final byte[] ROW_VERSION = ascii(",\"row_version\":");
    private static final byte[] OPERATION = ascii(",\"operation\":");
    private static final byte[] POSITION = ascii(",\"position\":");
    private static final byte[] AS_OF = ascii(",\"as_of\":");
    private static final byte[] ROW = ascii(",\"row\":");
    private static final byte[] ABSORBED = ascii("},\"absorbed\":");

    private final Words words = new Words();
    private final PlainParts parts = new PlainParts(words);

    /**
     * One record.
     *
     * @param resolved without the row
     * @param row its text; empty if there is none
     */
    record Found(ResolvedV1 resolved, Optional<String> row) {}

    Optional<Found> read(byte[] bytes) {
        try {
            return Optional.of(read(new PlainJson(bytes), bytes));
        } catch (NotPlain | DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Found read(PlainJson in, byte[] bytes) {
        in.expect(PROFILE_ID);
        String profileId = in.text();
        in.expect(IDENTIFIERS);
        List<IdentifierV1> identifiers = parts.identifiers(in);
        in.expect(LOG_OFFSET);
        long logOffset = in.number();
        in.expect(RECORD);
        RecordV1 record = record(in);
        Optional<String> row = in.passes(ROW) ? Optional.of(row(in, bytes)) : Optional.empty();
        in.expect(ABSORBED);
        List<String> absorbed = parts.texts(in);
        in.expect('}');
        in.expectEnd();
        return new Found(new ResolvedV1(profileId, identifiers, logOffset, record, absorbed), row);
    }

    private RecordV1 record(PlainJson in) {
        String workspace = in.text(words);
        in.expect(PIPELINE);
        String pipeline = in.text(words);
        in.expect(CONFIG_VERSION);
        long configVersion = in.number();
        in.expect(RECORD_ID);
        String recordId = in.text();
        in.expect(ROW_KEY);
        String rowKey = in.text();
        in.expect(ROW_VERSION);
        String rowVersion = in.text();
        in.expect(OPERATION);
        Operation operation = Operation.valueOf(in.text(words));
        PositionV1 position = in.passes(POSITION) ? parts.position(in) : null;
        in.expect(AS_OF);
        Instant asOf = InstantText.parse(in.text());
        in.expect(IDENTIFIERS);
        List<IdentifierV1> identifiers = parts.identifiers(in);
        return new RecordV1(
                workspace,
                pipeline,
                configVersion,
                recordId,
                rowKey,
                rowVersion,
                operation,
                position,
                asOf,
                identifiers,
                null);
    }

    private static String row(PlainJson in, byte[] bytes) {
        int from = in.position();
        if (in.next() != '{') {
            throw NotPlain.HERE;
        }
        in.skipValue();
        return new String(bytes, from, in.position() - from, StandardCharsets.UTF_8);
    }
}
