package io.penstock.ingest.streams;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Knows of most rows of a pipeline's first read that the store cannot know them, without asking it: asking costs as
 * much as the rest of the decision. A pipeline of which the store knows nothing takes the place of the one before; from
 * then on the keys put are noted in a Bloom filter of 2 MB, and a key that is not in it was never put. One thread.
 */
final class FirstSight {
    /** Bits of the filter: one key in twenty is asked for in vain after 2,500,000 keys. */
    private static final int BITS = 1 << 24;
    /** From here on every second key would be asked for in vain. */
    private static final long MOST_KEYS = 8_000_000;

    private static final int PROBES = 3;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final Set<String> known = new HashSet<>();
    private long[] bits = {};
    private String pipeline;
    private long keys;

    /** Whether a key was certainly never put; {@code hasRows} tells whether the store knows any row of a pipeline. */
    boolean isNew(String name, byte[] key, Predicate<String> hasRows) {
        if (!name.equals(pipeline)) {
            if (known.contains(name)) {
                return false;
            }
            begin(name, hasRows);
        }
        return name.equals(pipeline) && !isNoted(hash(key));
    }

    private void begin(String name, Predicate<String> hasRows) {
        if (hasRows.test(name)) {
            known.add(name);
            return;
        }
        end();
        pipeline = name;
        bits = new long[BITS / Long.SIZE];
        keys = 0;
    }

    /** Takes note of a key that was put. */
    void put(String name, byte[] key) {
        if (name.equals(pipeline)) {
            note(hash(key));
            keys++;
            if (keys > MOST_KEYS) {
                end();
            }
        }
    }

    /** The pipeline's rows were forgotten. */
    void forget(String name) {
        known.remove(name);
    }

    private void end() {
        if (pipeline != null) {
            known.add(pipeline);
            pipeline = null;
            bits = new long[0];
        }
    }

    private boolean isNoted(long hash) {
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            if ((bits[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private void note(long hash) {
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            bits[bit >>> 6] |= 1L << bit;
        }
    }

    private static int bit(long hash, int probe) {
        return (int) (hash + probe * (hash >>> 32 | 1)) & BITS - 1;
    }

    private static long hash(byte[] key) {
        long hash = key.length;
        int i = 0;
        for (; i + Long.BYTES <= key.length; i += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(key, i));
        }
        for (; i < key.length; i++) {
            hash = hash << 8 ^ hash >>> 56 ^ key[i] & 0xFF;
        }
        return mix(hash);
    }

    private static long mix(long bits) {
        long mixed = bits * 0x9E37_79B9_7F4A_7C15L;
        mixed ^= mixed >>> 32;
        return mixed * 0xD6E8_FEB8_6659_FD93L ^ mixed >>> 29;
    }
}
