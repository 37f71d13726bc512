package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.WriteBatch;

/**
 * Keys and values that are written together, as one batch in the form RocksDB gives its own: handing it over whole is
 * one call of native code, putting in key after key would be seven for every outcome. Roughly in the order of their
 * keys, because the database finds the place of the next one from that of the last. Not thread-safe.
 */
final class Puts {
    /** A sequence number that the database sets, and the count. */
    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private static final byte VALUE = 1;
    /** Bits of a number that say which put it is; those above are the first bytes of its key. */
    private static final long WHICH = (1 << 24) - 1;

    private final List<Put> puts = new ArrayList<>();
    private int size = HEADER;

    private record Put(byte[] key, byte[] value) {
        long head() {
            byte[] enough = key.length < Long.BYTES ? Arrays.copyOf(key, Long.BYTES) : key;
            return ByteBuffer.wrap(enough).getLong();
        }
    }

    /** Neither array may be changed before {@link #taken}, and that must come within some million puts. */
    void put(byte[] key, byte[] value) {
        puts.add(new Put(key, value));
        size += 1 + room(key) + room(value);
    }

    /** All of them, to be closed by the caller; none is left here. Of one key the last value counts. */
    WriteBatch taken() {
        ByteBuffer batch = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        batch.putLong(0).putInt(puts.size());
        for (long each : order()) {
            Put put = puts.get((int) (each & WHICH));
            batch.put(VALUE);
            append(batch, put.key);
            append(batch, put.value);
        }
        puts.clear();
        size = HEADER;
        return new WriteBatch(batch.array());
    }

    /** By the first five bytes of their keys; keys that are alike in these, and so one key put twice, as they came. */
    private long[] order() {
        long[] order = new long[puts.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = puts.get(i).head() & ~WHICH | i;
        }
        Arrays.sort(order);
        return order;
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
