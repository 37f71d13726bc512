package io.penstock.identity.streams;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A store that is mostly asked for keys it does not have: most of these questions are answered by a Bloom filter in the
 * heap. It never says of a key that the store has that it is not there.
 *
 * <p>The filter knows every key that was put through here, and those from before once it has read them: a slice of keys
 * now and then while questions are asked, an empty or small store at once. Until then every question goes to the store.
 * A key that was deleted stays noted. The only writer of its store; belongs to one thread and one life of a task.
 */
final class SparseStore {
    private static final int BITS_PER_KEY = 16;
    private static final int PROBES = 3;
    /** Bits that a byte of the hash tells apart. */
    private static final int BLOCK = 1 << 8;

    private static final long LEAST_BITS = 1 << 10;
    private static final long MOST_BITS = 1 << 30;
    /** Keys read at a time. */
    private static final int SLICE = 256;

    private static final int QUESTIONS_PER_SLICE = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private final long[] filter;
    private final int mask;
    private Bytes next;
    private boolean complete;
    private int questions;

    /**
     * @param keys how many the filter is meant for, two bytes each: one key in 100 is asked for in vain then, one in
     *     six with four times as many
     */
    SparseStore(KeyValueStore<Bytes, byte[]> store, int keys) {
        this.store = store;
        long bits = Math.clamp((long) BITS_PER_KEY * keys, LEAST_BITS, MOST_BITS);
        filter = new long[(int) (Long.highestOneBit(bits) / Long.SIZE)];
        mask = filter.length * Long.SIZE - 1;
        readOn();
    }

    /** Null if there is none. */
    byte[] get(Bytes key) {
        return lacks(key) ? null : store.get(key);
    }

    void put(Bytes key, byte[] value) {
        store.put(key, value);
        note(key.get());
    }

    void delete(Bytes key) {
        store.delete(key);
    }

    private boolean lacks(Bytes key) {
        if (!complete && ++questions % QUESTIONS_PER_SLICE == 0) {
            readOn();
        }
        return complete && !isNoted(key.get());
    }

    /** The next slice of keys; what is put behind it meanwhile is noted anyway. */
    private void readOn() {
        int read = 0;
        try (KeyValueIterator<Bytes, byte[]> keys = store.range(next, null)) {
            while (keys.hasNext() && read < SLICE) {
                next = keys.next().key;
                note(next.get());
                read++;
            }
            complete = !keys.hasNext();
        }
        // The very next key in order.
        next = complete ? null : Bytes.wrap(Arrays.copyOf(next.get(), next.get().length + 1));
    }

    private boolean isNoted(byte[] key) {
        long hash = hash(key);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            if ((filter[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private void note(byte[] key) {
        long hash = hash(key);
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    /** All probes of a key are in one block, so that a question waits for memory once. */
    private int bit(long hash, int probe) {
        return (int) (hash >>> 32) & mask & -BLOCK | (int) (hash >>> 8 * probe) & BLOCK - 1;
    }

    /** FNV-1a, stirred at the end: each probe takes other bits of it. */
    private static long hash(byte[] key) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (byte one : key) {
            hash = (hash ^ one & 0xFF) * 0x100_0000_01B3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9E37_79B9_7F4A_7C15L;
        return hash ^ hash >>> 29;
    }
}
