package io.penstock.ingest.streams;

import io.penstock.ingest.streams.ReadCursor.Otherwise;
import io.penstock.ingest.streams.ReadCursor.Part;
import io.penstock.schemas.IdentifierV1;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Walks over the bytes of a row that was read and is there, as the reader writes them: fields in their order, names
 * without escapes, the hash last. Says nothing of anything else. What rows of one run share is compared and not read
 * again, and of the row it is only found out where it ends. Thread-safe.
 */
final class ReadScan {
    private static final byte[] BEGIN = ascii("{\"workspace\":");
    private static final byte[] PIPELINE = ascii(",\"pipeline\":");
    private static final byte[] CONFIG_VERSION = ascii(",\"config_version\":");
    private static final byte[] RUN_ID = ascii(",\"run_id\":");
    private static final byte[] ROW_KEY = ascii(",\"row_key\":");
    private static final byte[] POSITION = ascii(",\"operation\":\"UPSERT\",\"position\":{\"source\":");
    private static final byte[] TABLE_VERSION = ascii(",\"table_version\":");
    private static final byte[] COMMIT_VERSION = ascii(",\"commit_version\":");
    private static final byte[] WATERMARK = ascii(",\"watermark\":");
    private static final byte[] AS_OF = ascii("},\"as_of\":");
    private static final byte[] IDENTIFIERS = ascii(",\"identifiers\":[");
    private static final byte[] TYPE = ascii("{\"type\":");
    private static final byte[] VALUE = ascii(",\"value\":");
    private static final byte[] ROW = ascii("],\"row\":");
    private static final byte[] ROW_HASH = ascii(",\"row_hash\":\"");
    private static final byte[] END = ascii("\"}");
    private static final int HASH = 64;

    private volatile PlainRead.Run last = new PlainRead.Run(new byte[] {0}, 0, new byte[0], "", "", 0, "");
    private volatile Moment moment = Moment.of("1970-01-01T00:00:00Z");

    /** Rows of one commit have one time, and parsing it costs as much as the rest of the envelope. */
    private record Moment(byte[] text, Instant instant) {
        static Moment of(String text) {
            Instant instant = Instant.parse(text);
            if (!instant.toString().equals(text)) {
                throw Otherwise.HERE;
            }
            return new Moment(ascii(text), instant);
        }
    }

    Optional<PlainRead> read(byte[] bytes) {
        try {
            return Optional.of(read(new ReadCursor(bytes, 0)));
        } catch (Otherwise | DateTimeException e) {
            return Optional.empty();
        }
    }

    private PlainRead read(ReadCursor in) {
        PlainRead.Run run = run(in);
        in.expect(ROW_KEY);
        Part rowKey = in.literal();
        int rest = in.at;
        in.expect(POSITION);
        Part source = in.literal();
        in.expect(TABLE_VERSION);
        long tableVersion = in.number();
        in.expect(COMMIT_VERSION);
        long commitVersion = in.number();
        Instant watermark = in.passes(WATERMARK) ? instant(in, in.literal()) : null;
        in.expect(AS_OF);
        Part asOf = in.literal();
        Instant at = instant(in, asOf);
        in.expect(IDENTIFIERS);
        int identifiers = in.at;
        boolean named = in.passes(TYPE);
        Part type = named ? in.literal() : null;
        Part value = named ? value(in) : null;
        while (named && in.passes((byte) ',')) {
            in.expect(TYPE);
            in.literal();
            value(in);
        }
        Part list = new Part(identifiers, in.at);
        in.expect(ROW);
        int end = in.bytes.length - ROW_HASH.length - HASH - END.length;
        Part row = new Part(in.object(end), end);
        in.expect(ROW_HASH);
        Part hash = hash(in);
        in.expect(END);
        return new PlainRead(
                in.bytes,
                run,
                rowKey,
                new Part(rest, end),
                source,
                tableVersion,
                commitVersion,
                watermark,
                at,
                asOf,
                list,
                type,
                value,
                row,
                hash);
    }

    private PlainRead.Run run(ReadCursor in) {
        PlainRead.Run known = last;
        if (in.passes(known.bytes())) {
            return known;
        }
        in.expect(BEGIN);
        String workspace = in.text();
        in.expect(PIPELINE);
        Part pipeline = in.literal();
        in.expect(CONFIG_VERSION);
        long configVersion = in.number();
        int head = in.at;
        in.expect(RUN_ID);
        String runId = in.text();
        PlainRead.Run found = new PlainRead.Run(
                Arrays.copyOf(in.bytes, in.at),
                head,
                Arrays.copyOfRange(in.bytes, pipeline.from(), pipeline.to()),
                workspace,
                in.text(pipeline),
                configVersion,
                runId);
        last = found;
        return found;
    }

    private Instant instant(ReadCursor in, Part text) {
        Moment known = moment;
        if (!Arrays.equals(known.text(), 0, known.text().length, in.bytes, text.from(), text.to())) {
            known = Moment.of(in.text(text));
            moment = known;
        }
        return known.instant();
    }

    private static Part value(ReadCursor in) {
        in.expect(VALUE);
        Part value = in.literal();
        in.expect((byte) '}');
        return value;
    }

    private static Part hash(ReadCursor in) {
        Part hash = new Part(in.at, in.at + HASH);
        for (int i = hash.from(); i < hash.to(); i++) {
            byte digit = in.bytes[i];
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                throw Otherwise.HERE;
            }
        }
        in.at = hash.to();
        return hash;
    }

    /** The list that begins here, of which it is known that it is written so. */
    static List<IdentifierV1> identifiers(ReadCursor in) {
        List<IdentifierV1> found = new ArrayList<>(2);
        while (in.passes(TYPE)) {
            String type = in.text();
            found.add(new IdentifierV1(type, in.text(value(in))));
            if (!in.passes((byte) ',')) {
                break;
            }
        }
        return found;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
