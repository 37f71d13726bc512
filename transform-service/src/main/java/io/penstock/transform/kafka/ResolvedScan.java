package io.penstock.transform.kafka;

import static io.penstock.schemas.plain.PlainJson.ascii;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.Operation;
import io.penstock.schemas.RecordV1;
import io.penstock.schemas.ResolvedV1;
import io.penstock.schemas.plain.HeadField;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Words;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
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
    private static final byte[] RECORD = ascii(",\"record\":");
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
        List<IdentifierV1> identifiers = identifiers(in);
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
        return new RecordV1(
                HeadField.WORKSPACE.text(in, words),
                HeadField.PIPELINE.text(in, words),
                HeadField.CONFIG_VERSION.number(in),
                HeadField.RECORD_ID.text(in),
                HeadField.ROW_KEY.text(in),
                HeadField.ROW_VERSION.text(in),
                Operation.valueOf(HeadField.OPERATION.text(in, words)),
                parts.position(in),
                InstantText.parse(HeadField.AS_OF.text(in)),
                identifiers(in),
                null);
    }

    private List<IdentifierV1> identifiers(PlainJson in) {
        in.expect(IDENTIFIERS);
        return parts.identifiers(in);
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
