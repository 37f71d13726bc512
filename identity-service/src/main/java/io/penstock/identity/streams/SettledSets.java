package io.penstock.identity.streams;

/**
 * Identifier sets that are settled, by fingerprint: a 4-way set-associative array, 48 bytes a slot, the least recently
 * used of four goes first. Belongs to one stream thread and one life of a task.
 */
final class SettledSets {
    private static final int WAYS = 4;
    private static final int WORDS = 6;

    /**
     * What is known of a set.
     *
     * @param by position of the strongest identifier in the record's list
     * @param epoch in which it was settled
     */
    record Settled(String profileId, long logOffset, int by, long epoch) {}

    private final long[] slots;
    private final int sets;

    /** @param entries most sets held, rounded down to a power of two, at least 4 */
    SettledSets(int entries) {
        sets = Integer.highestOneBit(Math.max(1, entries / WAYS));
        slots = new long[sets * WAYS * WORDS];
    }

    /** Null if it is not known. */
    Settled find(long high, long low) {
        int first = first(low);
        for (int slot = first; slot < first + WAYS * WORDS; slot += WORDS) {
            if (slots[slot] == high && slots[slot + 1] == low && slots[slot + 5] != 0) {
                toFront(first, slot);
                return new Settled(
                        CompactIds.id(slots[first + 2], slots[first + 3]),
                        slots[first + 4],
                        (int) (slots[first + 5] & 0xff) - 1,
                        slots[first + 5] >>> 8);
            }
        }
        return null;
    }

    /** Remembers one, if it can be: an id of another form or a place beyond 254 is left out. */
    void put(long high, long low, Settled settled) {
        long[] id = CompactIds.bits(settled.profileId());
        if (id == null || settled.by() < 0 || settled.by() > 254) {
            return;
        }
        int first = first(low);
        int slot = first;
        while (slot < first + (WAYS - 1) * WORDS
                && slots[slot + 5] != 0
                && (slots[slot] != high || slots[slot + 1] != low)) {
            slot += WORDS;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = id[0];
        slots[slot + 3] = id[1];
        slots[slot + 4] = settled.logOffset();
        slots[slot + 5] = settled.epoch() << 8 | settled.by() + 1;
        toFront(first, slot);
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
