package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.RowVersion;
import io.penstock.ingest.streams.ReadCursor.Part;
import io.penstock.schemas.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Makes the record of a plain read of whose row nothing is remembered, and what is remembered of it from then on, out
 * of the read's own bytes. Both are what they would be if the read had been read and decided about. One thread.
 */
final class PlainNews {
    private static final byte[] RECORD_ID = ascii(",\"record_id\":\"");
    private static final byte[] ROW_KEY = ascii("\",\"row_key\":\"");
    private static final byte[] ROW_VERSION = ascii("\",\"row_version\":\"");
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] NOBODY = {};

    private final JsonBytes out = new JsonBytes(2_048);
    private final MessageDigest digest = RowVersion.digest();

    /** The record, as it is on the wire. */
    byte[] record(PlainRead read) {
        byte[] bytes = read.bytes();
        byte[] version = version(read);
        Part rowKey = read.rowKey();
        out.clear();
        out.raw(bytes, 0, read.run().head());
        out.raw(RECORD_ID).raw(read.run().name()).raw('|');
        out.raw(bytes, rowKey.from(), rowKey.to()).raw('|').raw(version);
        out.raw(ROW_KEY).raw(bytes, rowKey.from(), rowKey.to());
        out.raw(ROW_VERSION).raw(version).raw('"');
        return out.raw(bytes, read.rest().from(), read.rest().to()).raw('}').copy();
    }

    /** The key of the record. */
    byte[] key(PlainRead read, byte[] key) {
        return read.type() == null ? key : person(read);
    }

    /** What is remembered of the row from now on. */
    byte[] remembered(PlainRead read, long run) {
        Part hash = read.hash();
        byte[] raw = new byte[hash.length() / 2];
        for (int i = 0; i < raw.length; i++) {
            int at = hash.from() + 2 * i;
            raw[i] = (byte) (digit(read.bytes()[at]) << 4 | digit(read.bytes()[at + 1]));
        }
        return RememberedBytes.write(read.asOf(), run, raw, read.type() == null ? NOBODY : person(read));
    }

    private static byte[] person(PlainRead read) {
        Part type = read.type();
        Part value = read.value();
        byte[] person = new byte[type.length() + 1 + value.length()];
        System.arraycopy(read.bytes(), type.from(), person, 0, type.length());
        person[type.length()] = '|';
        System.arraycopy(read.bytes(), value.from(), person, type.length() + 1, value.length());
        return person;
    }

    /** As {@link RowVersion#of} says it. */
    private byte[] version(PlainRead read) {
        digest.update(read.bytes(), read.asOfText().from(), read.asOfText().length());
        digest.update((byte) '\n');
        digest.update(read.bytes(), read.hash().from(), read.hash().length());
        byte[] hash = digest.digest();
        byte[] version = new byte[2 * RowVersion.BYTES];
        for (int i = 0; i < RowVersion.BYTES; i++) {
            version[2 * i] = HEX[hash[i] >> 4 & 0xF];
            version[2 * i + 1] = HEX[hash[i] & 0xF];
        }
        return version;
    }

    private static int digit(byte hex) {
        return hex <= '9' ? hex - '0' : hex - 'a' + 10;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
