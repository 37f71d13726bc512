package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.LastSeen;
import io.penstock.schemas.IdentifierV1;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;

/**
 * 22 bytes of version, time, run and length of the hash, the 32 bytes of the hash (a deleted row has none), and the
 * person as text. Small, because there is one for every source row. Version 1 had neither run nor person and is still
 * read.
 */
final class RememberedBytes {
    private static final byte WITHOUT_RUN = 1;
    private static final byte VERSION = 2;
    private static final int TIME = Long.BYTES + Integer.BYTES;
    private static final int SHORTEST = 1 + TIME;
    private static final char BAR = '|';
    private static final byte[] NOTHING = {};

    private RememberedBytes() {}

    static byte[] write(Remembered remembered) {
        LastSeen seen = remembered.row();
        IdentifierV1 person = remembered.person();
        byte[] hash = seen.hash() == null ? NOTHING : HexFormat.of().parseHex(seen.hash());
        byte[] text =
                person == null ? NOTHING : (person.type() + BAR + person.value()).getBytes(StandardCharsets.UTF_8);
        return write(seen.asOf(), seen.run(), hash, text);
    }

    /**
     * What is remembered, out of its parts.
     *
     * @param hash 32 bytes, or none of a deleted row
     * @param person type, bar and value as UTF-8, or nothing
     */
    static byte[] write(Instant asOf, long run, byte[] hash, byte[] person) {
        return ByteBuffer.allocate(1 + TIME + Long.BYTES + 1 + hash.length + person.length)
                .put(VERSION)
                .putLong(asOf.getEpochSecond())
                .putInt(asOf.getNano())
                .putLong(run)
                .put((byte) hash.length)
                .put(hash)
                .put(person)
                .array();
    }

    static Remembered read(byte[] bytes) {
        byte version = bytes.length < SHORTEST ? 0 : bytes[0];
        ByteBuffer buffer = ByteBuffer.wrap(bytes, Math.min(1, bytes.length), Math.max(0, bytes.length - 1));
        try {
            return switch (version) {
                case WITHOUT_RUN -> {
                    Instant asOf = time(buffer);
                    yield new Remembered(new LastSeen(hex(rest(buffer)), asOf, 0), null);
                }
                case VERSION -> {
                    Instant asOf = time(buffer);
                    long run = buffer.getLong();
                    byte[] hash = new byte[buffer.get()];
                    buffer.get(hash);
                    yield new Remembered(new LastSeen(hex(hash), asOf, run), person(buffer));
                }
                default -> throw unknown(bytes, null);
            };
        } catch (BufferUnderflowException e) {
            throw unknown(bytes, e);
        }
    }

    private static Instant time(ByteBuffer buffer) {
        return Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
    }

    private static IdentifierV1 person(ByteBuffer buffer) {
        String text = new String(rest(buffer), StandardCharsets.UTF_8);
        int bar = text.indexOf(BAR);
        return bar < 0 ? null : new IdentifierV1(text.substring(0, bar), text.substring(bar + 1));
    }

    private static byte[] rest(ByteBuffer buffer) {
        byte[] rest = new byte[buffer.remaining()];
        buffer.get(rest);
        return rest;
    }

    private static String hex(byte[] hash) {
        return hash.length == 0 ? null : HexFormat.of().formatHex(hash);
    }

    private static SerializationException unknown(byte[] bytes, Exception cause) {
        return new SerializationException("expected a remembered row, found " + bytes.length + " other bytes", cause);
    }
}
