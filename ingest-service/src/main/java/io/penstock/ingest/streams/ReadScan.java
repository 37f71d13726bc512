package io.penstock.ingest.streams;

import io.penstock.ingest.rows.RawRow;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Operation;
import io.penstock.schemas.PositionV1;
import io.penstock.schemas.ReadV1;
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

    private volatile Run last = new Run(new byte[] {0}, "", "", 0, "");
    private volatile Moment moment = new Moment("1970-01-01T00:00:00Z", Instant.EPOCH);

    /** What the rows of one run begin with, as bytes and as what they say. */
    private record Run(byte[] bytes, String workspace, String pipeline, long configVersion, String runId) {}

    private record Moment(String text, Instant instant) {}

    /** These bytes are written in another way. */
    private static final class Otherwise extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private static final Otherwise HERE = new Otherwise();

        private Otherwise() {
            super("written otherwise", null, false, false);
        }
    }

    Optional<ReadV1> read(byte[] bytes) {
        try {
            return Optional.of(read(new Cursor(bytes)));
        } catch (Otherwise | DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private ReadV1 read(Cursor in) {
        Run run = run(in);
        in.expect(ROW_KEY);
        String rowKey = in.text();
        in.expect(POSITION);
        String source = in.text();
        in.expect(TABLE_VERSION);
        long tableVersion = in.number();
        in.expect(COMMIT_VERSION);
        long commitVersion = in.number();
        Instant watermark = in.passes(WATERMARK) ? instant(in.text()) : null;
        in.expect(AS_OF);
        Instant asOf = instant(in.text());
        in.expect(IDENTIFIERS);
        List<IdentifierV1> identifiers = identifiers(in);
        in.expect(ROW);
        int end = in.bytes.length - ROW_HASH.length - HASH - END.length;
        RawRow row = new RawRow(in.bytes, in.object(end), end);
        in.expect(ROW_HASH);
        String hash = new String(in.bytes, in.at, HASH, StandardCharsets.ISO_8859_1);
        in.at += HASH;
        in.expect(END);
        return new ReadV1(
                run.workspace(),
                run.pipeline(),
                run.configVersion(),
                run.runId(),
                rowKey,
                Operation.UPSERT,
                new PositionV1(source, tableVersion, commitVersion, watermark),
                asOf,
                identifiers,
                row,
                hash,
                null);
    }

    private Run run(Cursor in) {
        Run known = last;
        if (in.passes(known.bytes())) {
            return known;
        }
        in.expect(BEGIN);
        String workspace = in.text();
        in.expect(PIPELINE);
        String pipeline = in.text();
        in.expect(CONFIG_VERSION);
        long configVersion = in.number();
        in.expect(RUN_ID);
        String runId = in.text();
        byte[] begin = Arrays.copyOf(in.bytes, in.at);
        Run found = new Run(begin, workspace, pipeline, configVersion, runId);
        last = found;
        return found;
    }

    private Instant instant(String text) {
        Moment known = moment;
        if (!known.text().equals(text)) {
            known = new Moment(text, Instant.parse(text));
            moment = known;
        }
        return known.instant();
    }

    private static List<IdentifierV1> identifiers(Cursor in) {
        List<IdentifierV1> found = new ArrayList<>(2);
        while (in.passes(TYPE)) {
            String type = in.text();
            in.expect(VALUE);
            found.add(new IdentifierV1(type, in.text()));
            in.expect((byte) '}');
            if (!in.passes((byte) ',')) {
                break;
            }
        }
        return found;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Where it stands in the bytes. */
    private static final class Cursor {
        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean passes(byte[] text) {
            int end = at + text.length;
            boolean next = end <= bytes.length && Arrays.equals(bytes, at, end, text, 0, text.length);
            at = next ? end : at;
            return next;
        }

        boolean passes(byte one) {
            boolean next = at < bytes.length && bytes[at] == one;
            at += next ? 1 : 0;
            return next;
        }

        void expect(byte[] text) {
            if (!passes(text)) {
                throw Otherwise.HERE;
            }
        }

        void expect(byte one) {
            if (!passes(one)) {
                throw Otherwise.HERE;
            }
        }

        /** A literal without escapes. */
        String text() {
            expect((byte) '"');
            int from = at;
            while (at < bytes.length && bytes[at] != '"') {
                if (bytes[at] == '\\') {
                    throw Otherwise.HERE;
                }
                at++;
            }
            String text = new String(bytes, from, at - from, StandardCharsets.UTF_8);
            expect((byte) '"');
            return text;
        }

        long number() {
            int from = at;
            while (at < bytes.length && (bytes[at] == '-' || bytes[at] >= '0' && bytes[at] <= '9')) {
                at++;
            }
            return Long.parseLong(new String(bytes, from, at - from, StandardCharsets.ISO_8859_1));
        }

        /** Passes over an object, which must end at a position. @return where it begins */
        int object(int end) {
            int from = at;
            int depth = 0;
            do {
                if (at >= end) {
                    throw Otherwise.HERE;
                }
                switch (bytes[at]) {
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    case '"' -> skipLiteral(end);
                    default -> {}
                }
                at++;
            } while (depth > 0);
            if (bytes[from] != '{' || at != end) {
                throw Otherwise.HERE;
            }
            return from;
        }

        private void skipLiteral(int end) {
            at++;
            while (at < end && bytes[at] != '"') {
                at += bytes[at] == '\\' ? 2 : 1;
            }
        }
    }
}
