package io.penstock.delivery.history;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Ties outcomes into bundles as they come. Not thread-safe. */
final class Bundles {
    /** What one look has to read and unpack. */
    private static final int LARGEST = 32 * 1024;

    private final Puts puts;
    private ByteBuffer raw = ByteBuffer.allocate(LARGEST);
    private byte[] first;
    private long last;

    /** @param puts where bundles go that are complete */
    Bundles(Puts puts) {
        this.puts = puts;
    }

    /** @param place not to be changed any more */
    void add(byte[] place, byte[] text) {
        long offset = Bundle.offset(place);
        if (first != null && !fits(place, offset, text)) {
            end();
        }
        if (first == null) {
            first = place;
        }
        int size = raw.position() + Bundle.HEAD + text.length;
        if (size > raw.capacity()) {
            raw = ByteBuffer.wrap(Arrays.copyOf(raw.array(), size)).position(raw.position());
        }
        raw.putInt((int) (offset - Bundle.offset(first))).putInt(text.length).put(text);
        last = offset;
    }

    private boolean fits(byte[] place, long offset, byte[] text) {
        return Bundle.isTogether(first, place)
                && offset > last
                && offset - Bundle.offset(first) <= Integer.MAX_VALUE
                && raw.position() + Bundle.HEAD + text.length <= LARGEST;
    }

    /** Completes the last one, if there is one. */
    void end() {
        if (first != null) {
            puts.put(StoreKeys.key(StoreKeys.OUTCOME, first), Bundle.packed(raw.array(), raw.position()));
            first = null;
            raw.clear();
        }
    }
}
