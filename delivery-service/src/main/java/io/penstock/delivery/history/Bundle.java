package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Outcomes of one partition that ended in the same millisecond and were read one after the other: they are one entry of
 * the store, by the place of the first, and compressed together, because they are alike. {@link Bundles} makes them.
 *
 * @param first place of the first
 * @param raw of each, by offset: how far it is from the first, its length, its text
 */
record Bundle(byte[] first, byte[] raw) {
    static final int HEAD = Integer.BYTES + Integer.BYTES;
    private static final int WORTH_PACKING = 4_096;
    private static final int AS_IT_IS = 0;
    private static final int SAME = Long.BYTES + Integer.BYTES;

    /** One outcome as it travelled. */
    record Entry(byte[] place, byte[] text) {}

    /** @param packed see {@link #packed} */
    static Bundle of(byte[] first, byte[] packed) {
        int length = ByteBuffer.wrap(packed).getInt();
        if (length == AS_IT_IS) {
            return new Bundle(first, Arrays.copyOfRange(packed, Integer.BYTES, packed.length));
        }
        byte[] raw = new byte[length];
        LZ4Factory.fastestInstance()
                .safeDecompressor()
                .decompress(packed, Integer.BYTES, packed.length - Integer.BYTES, raw, 0);
        return new Bundle(first, raw);
    }

    /**
     * The length, and the bytes compressed; a few are left to the store, which compresses them with their neighbours.
     */
    static byte[] packed(byte[] raw, int length) {
        if (length < WORTH_PACKING) {
            return ByteBuffer.allocate(Integer.BYTES + length)
                    .putInt(AS_IT_IS)
                    .put(raw, 0, length)
                    .array();
        }
        LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();
        byte[] packed = new byte[Integer.BYTES + compressor.maxCompressedLength(length)];
        ByteBuffer.wrap(packed).putInt(length);
        int size = compressor.compress(raw, 0, length, packed, Integer.BYTES);
        return Arrays.copyOf(packed, Integer.BYTES + size);
    }

    /** Whether time and partition are the same. */
    static boolean isTogether(byte[] one, byte[] other) {
        return Arrays.equals(one, 0, SAME, other, 0, SAME);
    }

    static long offset(byte[] place) {
        return ByteBuffer.wrap(place).getLong(SAME);
    }

    /** Newest first. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(raw);
        while (in.hasRemaining()) {
            byte[] place = first.clone();
            ByteBuffer.wrap(place).putLong(SAME, offset(first) + in.getInt());
            byte[] text = new byte[in.getInt()];
            in.get(text);
            entries.add(new Entry(place, text));
        }
        return entries.reversed();
    }

    /** The text of that place, if it is here. */
    Optional<byte[]> text(byte[] place) {
        long wanted = offset(place) - offset(first);
        ByteBuffer in = ByteBuffer.wrap(raw);
        while (in.hasRemaining()) {
            int found = in.getInt();
            int length = in.getInt();
            if (found == wanted) {
                return Optional.of(Arrays.copyOfRange(raw, in.position(), in.position() + length));
            }
            in.position(in.position() + length);
        }
        return Optional.empty();
    }
}
