package io.penstock.delivery.kafka;

import java.util.BitSet;

/**
 * Offsets of one partition whose calls to one destination were read and left for later: a bit each, because there may
 * be as many as a partition may be read ahead. Not thread-safe.
 */
final class SetAside {
    /** Bits below the lowest offset that are worth being given back. */
    private static final int SLACK = 65_536;

    private BitSet bits = new BitSet();
    private long base;

    /** Offsets come in rising order, except for those that were taken out again. */
    void add(long offset) {
        if (bits.isEmpty()) {
            base = offset;
        } else if (offset < base) {
            throw new IllegalStateException("expected an offset from " + base + " on, found " + offset);
        }
        bits.set(Math.toIntExact(offset - base));
    }

    void remove(long offset) {
        if (contains(offset)) {
            bits.clear(Math.toIntExact(offset - base));
            giveBack();
        }
    }

    boolean contains(long offset) {
        return offset >= base && offset - base < bits.length() && bits.get(Math.toIntExact(offset - base));
    }

    boolean isEmpty() {
        return bits.isEmpty();
    }

    /** The lowest of them; there must be one. */
    long lowest() {
        return base + bits.nextSetBit(0);
    }

    int size() {
        return bits.cardinality();
    }

    private void giveBack() {
        int first = bits.nextSetBit(0);
        if (first > SLACK) {
            bits = bits.get(first, bits.length());
            base += first;
        }
    }
}
