package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Under whom the outcomes of one commit are found. An entry is a digest, a place, and which delivery it was. Entries
 * lie in buckets, by their day and the first bits of the digest, and what a commit adds to a bucket is one key: a key
 * for each entry, anywhere in the order of keys, was most of what the history cost. {@link People} reads them. Not
 * thread-safe.
 */
final class PersonEntries {
    static final int ENTRY = Digests.LENGTH + StoreKeys.PLACE + Integer.BYTES;
    private static final int BUCKET_BITS = 11;
    private static final int USUAL = 4_096;
    private static final long MILLIS_OF_A_DAY = 86_400_000;
    /** Bits of a number that say which entry it is; above them are its bucket and its day. */
    private static final int WHICH_BITS = 24;

    private static final int DAY_BITS = Long.SIZE - 1 - Short.SIZE - WHICH_BITS;

    private byte[] entries = new byte[USUAL * ENTRY];
    private int count;

    void add(String person, byte[] place, String deliveryId) {
        if ((count + 1) * ENTRY > entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        ByteBuffer.wrap(entries, count * ENTRY, ENTRY)
                .put(StoreKeys.digest(person))
                .put(place)
                .putInt(StoreKeys.which(deliveryId));
        count++;
    }

    /**
     * Hands everything over in the order of the keys; nothing is left here.
     *
     * @param number another one for each commit
     */
    void into(Puts puts, long number) {
        long[] order = order();
        int from = 0;
        for (int to = 1; to <= order.length; to++) {
            if (to == order.length || order[to] >>> WHICH_BITS != order[from] >>> WHICH_BITS) {
                puts.put(key(order[from], number), values(order, from, to));
                from = to;
            }
        }
        count = 0;
    }

    private long[] order() {
        long[] order = new long[count];
        ByteBuffer all = ByteBuffer.wrap(entries);
        for (int i = 0; i < count; i++) {
            int at = i * ENTRY;
            long time = all.getLong(at + Digests.LENGTH);
            order[i] = ((long) day(time) << Short.SIZE | bucket(all, at)) << WHICH_BITS | i;
        }
        Arrays.sort(order);
        return order;
    }

    private static byte[] key(long order, long number) {
        return ByteBuffer.allocate(1 + Integer.BYTES + Short.BYTES + Long.BYTES)
                .put(StoreKeys.BY_PERSON)
                .putInt((int) (order >>> (WHICH_BITS + Short.SIZE)))
                .putShort((short) (order >>> WHICH_BITS))
                .putLong(number)
                .array();
    }

    private byte[] values(long[] order, int from, int to) {
        byte[] values = new byte[(to - from) * ENTRY];
        for (int i = from; i < to; i++) {
            int which = (int) order[i] & (1 << WHICH_BITS) - 1;
            System.arraycopy(entries, which * ENTRY, values, (i - from) * ENTRY, ENTRY);
        }
        return values;
    }

    /** The day of a time in milliseconds; of what lies beyond all that can be told apart the last. */
    static int day(long time) {
        return (int) Math.min((1 << DAY_BITS) - 1, time / MILLIS_OF_A_DAY);
    }

    /** Of a digest that begins there. */
    static int bucket(ByteBuffer bytes, int at) {
        return bytes.getShort(at) >>> (Short.SIZE - BUCKET_BITS) & (1 << BUCKET_BITS) - 1;
    }
}
