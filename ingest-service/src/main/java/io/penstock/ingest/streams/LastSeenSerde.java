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
 * 21 bytes of version, time and run, then the 32 bytes of the hash, which a deleted row does not have. Small, because
 * there is one for every source row. Version 1 had no run and is still read.
 */
final class LastSeenSerde implements Serde<LastSeen> {
    private static final byte WITHOUT_RUN = 1;
    private static final byte VERSION = 2;
    private static final int TIME = Long.BYTES + Integer.BYTES;

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
        return ByteBuffer.allocate(1 + TIME + Long.BYTES + hash.length)
                .put(VERSION)
                .putLong(seen.asOf().getEpochSecond())
                .putInt(seen.asOf().getNano())
                .putLong(seen.run())
                .put(hash)
                .array();
    }

    private static LastSeen read(byte[] bytes) {
        byte version = bytes.length == 0 ? 0 : bytes[0];
        int header = 1 + TIME + (version == VERSION ? Long.BYTES : 0);
        if ((version != VERSION && version != WITHOUT_RUN) || bytes.length < header) {
            throw new SerializationException("expected a remembered row, found " + bytes.length + " other bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, bytes.length - 1);
        Instant asOf = Instant.ofEpochSecond(buffer.getLong(), buffer.getInt());
        long run = version == VERSION ? buffer.getLong() : 0;
        byte[] hash = new byte[buffer.remaining()];
        buffer.get(hash);
        return new LastSeen(hash.length == 0 ? null : HexFormat.of().formatHex(hash), asOf, run);
    }
}
