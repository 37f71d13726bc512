package io.penstock.identity.streams;

import static io.penstock.schemas.plain.PlainJson.ascii;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.InstantText;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.plain.HeadField;
import io.penstock.schemas.plain.NotPlain;
import io.penstock.schemas.plain.PlainJson;
import io.penstock.schemas.plain.PlainParts;
import io.penstock.schemas.plain.Words;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads records as ingest writes nearly all of them, fields in their order, to the same end as {@link RawRecord#read}.
 * Safe from any thread.
 */
final class PlainRecords {
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":");
    private static final byte[] ROW = ascii(",\"row\":");

    private final Words words;
    private final PlainParts parts;

    PlainRecords(Words words) {
        this.words = words;
        this.parts = new PlainParts(words);
    }

    /**
     * The record that begins here; it ends where {@code in} stands afterwards.
     *
     * @throws NotPlain if it is written otherwise
     * @throws DateTimeException if a time is none
     */
    RawRecord read(PlainJson in, byte[] whole, RawRecord.Use use) {
        int start = in.position();
        String workspace = HeadField.WORKSPACE.text(in, words);
        String pipeline = HeadField.PIPELINE.text(in, words);
        long configVersion = HeadField.CONFIG_VERSION.number(in);
        String recordId = HeadField.RECORD_ID.text(in);
        String rowKey = rowKey(in, use);
        HeadField.ROW_VERSION.skipText(in);
        HeadField.OPERATION.skipText(in);
        PositionV1 position = parts.position(in);
        Instant asOf = InstantText.parse(HeadField.AS_OF.text(in));
        in.expect(IDENTIFIERS);
        List<IdentifierV1> identifiers = identifiers(in, use);
        int rowStart = -1;
        int rowEnd = -1;
        List<RowTraits.Scalar> row = null;
        if (in.passes(ROW)) {
            rowStart = in.position() - start;
            row = row(in, use);
            rowEnd = in.position() - start;
        }
        in.expect('}');
        return new RawRecord(
                Arrays.copyOfRange(whole, start, in.position()),
                workspace,
                pipeline,
                configVersion,
                recordId,
                rowKey,
                asOf,
                position == null ? null : position.source(),
                position == null ? -1 : position.tableVersion(),
                commit(position),
                identifiers,
                rowStart,
                rowEnd,
                row);
    }

    private static long commit(PositionV1 position) {
        if (position == null) {
            return -1;
        }
        return position.commitVersion() >= 0 ? position.commitVersion() : position.tableVersion();
    }

    private static String rowKey(PlainJson in, RawRecord.Use use) {
        if (use == RawRecord.Use.ORDER) {
            return HeadField.ROW_KEY.text(in);
        }
        HeadField.ROW_KEY.skipText(in);
        return null;
    }

    private List<IdentifierV1> identifiers(PlainJson in, RawRecord.Use use) {
        if (use == RawRecord.Use.ORDER) {
            return parts.identifiers(in);
        }
        in.skipValue();
        return List.of();
    }

    private List<RowTraits.Scalar> row(PlainJson in, RawRecord.Use use) {
        if (in.next() != '{') {
            throw NotPlain.HERE;
        }
        if (use == RawRecord.Use.ORDER) {
            in.skipValue();
            return null;
        }
        in.expect('{');
        List<RowTraits.Scalar> all = new ArrayList<>();
        if (in.passes('}')) {
            return all;
        }
        do {
            String name = in.text(words);
            in.expect(':');
            switch (in.next()) {
                case '{', '[', 'n' -> in.skipValue();
                default -> all.add(new RowTraits.Scalar(name, scalar(in)));
            }
        } while (in.passes(','));
        in.expect('}');
        return all;
    }

    private static JsonNode scalar(PlainJson in) {
        return switch (in.next()) {
            case '"' -> TextNode.valueOf(in.text());
            case 't', 'f' -> BooleanNode.valueOf(in.bool());
            default -> number(in);
        };
    }

    /** As {@link RowTraits#scalars} has it: exactly as it was written. */
    private static JsonNode number(PlainJson in) {
        int from = in.position();
        var decimal = in.decimal();
        if (!in.isWhole(from)) {
            return DecimalNode.valueOf(decimal);
        }
        if (in.position() - from > PlainJson.SURELY_LONG) {
            throw NotPlain.HERE;
        }
        long whole = decimal.longValue();
        return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }
}
