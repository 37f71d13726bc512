package io.penstock.identity.streams;

/**
 * Pairs of identifiers that are settled, and in whose profile, by fingerprint: a 4-way set-associative array, 48 bytes
 * a slot, the least recently used of four goes first. Belongs to one stream thread and one life of a task.
 */
final class SettledPairs {
    private static final int WAYS = 4;
    private static final int WORDS = 6;

    /**
     * What is known of a pair.
     *
     * @param high half of the profile's id, see {@link CompactIds}
     * @param low the other half
     * @param logOffset of the entry that settled it
     * @param epoch in which it was settled
     */
    record Settled(long high, long low, long logOffset, long epoch) {
        String profileId() {
            return CompactIds.id(high, low);
        }

        /** What is known of two pairs together, from the later entry on; null if they are not one profile's. */
        Settled and(Settled other) {
            if (high != other.high || low != other.low || epoch != other.epoch) {
                return null;
            }
            return logOffset >= other.logOffset ? this : other;
        }
    }

    private final long[] slots;
    private final int sets;

    /** @param entries most pairs held, rounded down to a power of two, at least 4 */
    SettledPairs(int entries) {
        sets = Integer.highestOneBit(Math.max(1, entries / WAYS));
        slots = new long[sets * WAYS * WORDS];
    }

    /** Null if it is not known. */
    Settled find(long high, long low) {
        int first = first(low);
        for (int slot = first; slot < first + WAYS * WORDS; slot += WORDS) {
            if (slots[slot] == high && slots[slot + 1] == low && isTaken(slot)) {
                toFront(first, slot);
                return new Settled(slots[first + 2], slots[first + 3], slots[first + 4], slots[first + 5] - 1);
            }
        }
        return null;
    }

    void put(long high, long low, Settled settled) {
        int first = first(low);
        int slot = first;
        while (slot < first + (WAYS - 1) * WORDS && isTaken(slot) && (slots[slot] != high || slots[slot + 1] != low)) {
            slot += WORDS;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = settled.high();
        slots[slot + 3] = settled.low();
        slots[slot + 4] = settled.logOffset();
        slots[slot + 5] = settled.epoch() + 1;
        toFront(first, slot);
    }

    private boolean isTaken(int slot) {
        return slots[slot + 5] != 0;
    }

    private void toFront(int first, int slot) {
        if (slot == first) {
            return;
        }
        for (int word = 0; word < WORDS; word++) {
            long moved = slots[slot + word];
            for (int at = slot; at > first; at -= WORDS) {
                slots[at + word] = slots[at - WORDS + word];
            }
            slots[first + word] = moved;
        }
    }

    private int first(long low) {
        return (int) (low & sets - 1) * WAYS * WORDS;
    }
}
