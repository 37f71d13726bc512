package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.rocksdb.WriteBatch;

/**
 * Keys and values that are written together, as one batch in the form RocksDB gives its own: handing it over whole is
 * one call of native code, putting in key after key would be seven for every outcome. In the order of their keys,
 * because the database finds the place of the next one from that of the last. Not thread-safe.
 */
final class Puts {
    /** A sequence number that the database sets, and the count. */
    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private static final byte VALUE = 1;
    private static final Comparator<Put> BY_KEY = (one, other) -> one.head == other.head
            ? Arrays.compareUnsigned(one.key, other.key)
            : Long.compareUnsigned(one.head, other.head);

    private final List<Put> puts = new ArrayList<>();
    private int size = HEADER;

    /** @param head the first bytes of the key: they decide as a rule, and comparing them takes no look at the rest */
    private record Put(long head, byte[] key, byte[] value) {
        static Put of(byte[] key, byte[] value) {
            byte[] enough = key.length < Long.BYTES ? Arrays.copyOf(key, Long.BYTES) : key;
            return new Put(ByteBuffer.wrap(enough).getLong(), key, value);
        }
    }

    /** Neither array may be changed before {@link #taken}. */
    void put(byte[] key, byte[] value) {
        puts.add(Put.of(key, value));
        size += 1 + room(key) + room(value);
    }

    /** All of them, to be closed by the caller; none is left here. Of one key the last value counts. */
    WriteBatch taken() {
        puts.sort(BY_KEY);
        ByteBuffer batch = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        batch.putLong(0).putInt(puts.size());
        for (Put each : puts) {
            batch.put(VALUE);
            append(batch, each.key);
            append(batch, each.value);
        }
        puts.clear();
        size = HEADER;
        return new WriteBatch(batch.array());
    }

    /** Bytes of a field with its length in front, seven bits a byte. */
    private static int room(byte[] field) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(field.length | 1);
        return (bits + 6) / 7 + field.length;
    }

    private static void append(ByteBuffer batch, byte[] field) {
        int rest = field.length;
        while (rest > 0x7F) {
            batch.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        batch.put((byte) rest).put(field);
    }
}
