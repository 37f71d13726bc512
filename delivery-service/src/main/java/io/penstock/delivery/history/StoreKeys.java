package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * Keys of the store: one letter for what it is, then fields of fixed length, so that keys of one kind sort by time.
 *
 * <p>A place is time (8 bytes), partition (4), offset (8): unique, and the same however often a record is read. An
 * index entry is a letter, 16 bytes of a digest of what is looked for, and a place. Of a pipeline it ends with the time
 * instead: outcomes of one moment lie together anyway, and there are many of them. Of people many share a key.
 */
final class StoreKeys {
    /** The place of the first outcome of a {@link Bundle}. */
    static final byte OUTCOME = 'o';

    /** A day, a bucket and a number: see {@link PersonEntries}. */
    static final byte BY_PERSON = 'p';

    static final byte BY_PIPELINE = 'l';
    /** Failures and what was read back: of what is merely accepted there is always enough nearby. */
    static final byte BY_RESULT = 'r';

    /** The number of the first of some that arrived together, with the places of all as the value. */
    static final byte BY_ARRIVAL = 's';

    static final byte DEAD_LETTER = 'd';
    static final byte CAUSE = 'c';
    static final byte BY_POSITION = 'k';
    static final byte OFFSET = 'f';
    static final byte TOPICS = 't';

    /** Later than any outcome. */
    static final Instant NEVER = Instant.ofEpochMilli(Long.MAX_VALUE / 2);

    static final int MOMENT = Long.BYTES;
    static final int PLACE = Long.BYTES + Integer.BYTES + Long.BYTES;
    /** Looking for a provider costs as much as the digest of a short text. */
    private static final ThreadLocal<Digests> DIGESTS = ThreadLocal.withInitial(Digests::new);

    private StoreKeys() {}

    static byte[] place(Instant at, int partition, long offset) {
        return ByteBuffer.allocate(PLACE)
                .putLong(Math.max(0, at.toEpochMilli()))
                .putInt(partition)
                .putLong(offset)
                .array();
    }

    /** The first place at that time; the earliest of all for the epoch. A moment is its first eight bytes. */
    static byte[] from(Instant at) {
        return place(at, 0, 0);
    }

    static Instant time(byte[] place) {
        return Instant.ofEpochMilli(ByteBuffer.wrap(place).getLong());
    }

    static byte[] moment(byte[] place) {
        return Arrays.copyOf(place, MOMENT);
    }

    /** The moment at the end of a key of a pipeline. */
    static byte[] momentOf(byte[] key) {
        return Arrays.copyOfRange(key, key.length - MOMENT, key.length);
    }

    /** Tells deliveries of a person apart, nearly surely. */
    static int which(String deliveryId) {
        return deliveryId.hashCode();
    }

    /** Of what is looked for; the array is not to be changed. */
    static byte[] digest(String looked) {
        return DIGESTS.get().of(looked);
    }

    static byte[] key(byte kind, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(kind).put(rest).array();
    }

    static byte[] indexed(byte index, String looked, byte[] place) {
        return ByteBuffer.allocate(1 + Digests.LENGTH + place.length)
                .put(index)
                .put(digest(looked))
                .put(place)
                .array();
    }

    /** All that an index holds of one thing. */
    static byte[] prefix(byte index, String looked) {
        return indexed(index, looked, new byte[0]);
    }

    /** The place at the end of a key of any kind that has one. */
    static byte[] placeOf(byte[] key) {
        return Arrays.copyOfRange(key, key.length - PLACE, key.length);
    }

    static byte[] number(byte kind, long number) {
        return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
    }

    static byte[] position(int partition, long offset) {
        return ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES)
                .put(BY_POSITION)
                .putInt(partition)
                .putLong(offset)
                .array();
    }

    static byte[] offset(String topic, int partition) {
        byte[] name = topic.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Integer.BYTES + name.length)
                .put(OFFSET)
                .putInt(partition)
                .put(name)
                .array();
    }
}
