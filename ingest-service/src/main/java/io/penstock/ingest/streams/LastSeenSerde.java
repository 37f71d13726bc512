package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.LastSeen;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * 13 bytes of version and time, then the 32 bytes of the hash, which a deleted row does not have. Small, because there
 * is one for every source row.
 */
final class LastSeenSerde implements Serde<LastSeen> {
    private static final byte VERSION = 1;
    private static final int HEADER = 1 + Long.BYTES + Integer.BYTES;

    @Override
    public Serializer<LastSeen> serializer() {
        return (topic, seen) -> seen == null ? null : write(seen);
    }

    @Override
    public Deserializer<LastSeen> deserializer() {
        return (topic, bytes) -> bytes == null ? null : read(bytes);
    }

    private static byte[] write(LastSeen seen) {
        byte[] hash = seen.hash() == null ? new byte[0] : HexFormat.of().parseHex(seen.hash());
        return ByteBuffer.allocate(HEADER + hash.length)
                .put(VERSION)
                .putLong(seen.asOf().getEpochSecond())
                .putInt(seen.asOf().getNano())
                .put(hash)
                .array();
    }

    private static LastSeen read(byte[] bytes) {
        if (bytes.length < HEADER || bytes[0] != VERSION) {
            throw new SerializationException("expected a remembered row, found " + bytes.length + " other bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        Instant asOf = Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
        byte[] hash = new byte[buffer.remaining()];
        buffer.get(hash);
        return new LastSeen(hash.length == 0 ? null : HexFormat.of().formatHex(hash), asOf);
    }
}
