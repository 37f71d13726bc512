package io.penstock.identity.streams;

/**
 * Who has an identifier, for the identifiers seen last: a 4-way set-associative array of 16 bytes a slot, 64 a set, so
 * that a look-up touches little memory. Tells identifiers apart by 80 bits of a hash with a secret key, beside those
 * that choose the set. Holds only what is in the store too; an identifier it does not know may still be there. Belongs
 * to one stream thread and one life of a task: a task that lost its transaction starts with a new one.
 */
final class IdentifierCache {
    /** No sequence is 0. */
    static final long UNKNOWN = 0;

    private static final int WAYS = 4;
    private static final int WORDS = 2;
    private static final int SEQUENCE_BITS = 48;
    private static final long SEQUENCE = (1L << SEQUENCE_BITS) - 1;

    private final long[] slots;
    private final int sets;
    private int next;

    /** @param entries most identifiers held, rounded down to a power of two; below 4 there is no cache */
    IdentifierCache(int entries) {
        sets = entries < WAYS ? 0 : Integer.highestOneBit(entries / WAYS);
        slots = new long[sets * WAYS * WORDS];
    }

    long get(long[] hash) {
        int slot = find(hash);
        return slot < 0 ? UNKNOWN : slots[slot + 1] & SEQUENCE;
    }

    /** @param sequence below 2^48 */
    void put(long[] hash, long sequence) {
        if (sets == 0) {
            return;
        }
        int slot = find(hash);
        if (slot < 0) {
            slot = free(hash);
        }
        slots[slot] = hash[0];
        slots[slot + 1] = hash[1] & ~SEQUENCE | sequence;
    }

    void remove(long[] hash) {
        int slot = find(hash);
        if (slot >= 0) {
            slots[slot + 1] = UNKNOWN;
        }
    }

    private int find(long[] hash) {
        if (sets == 0) {
            return -1;
        }
        int first = first(hash);
        for (int slot = first; slot < first + WAYS * WORDS; slot += WORDS) {
            if (slots[slot] == hash[0]
                    && slots[slot + 1] >>> SEQUENCE_BITS == hash[1] >>> SEQUENCE_BITS
                    && (slots[slot + 1] & SEQUENCE) != UNKNOWN) {
                return slot;
            }
        }
        return -1;
    }

    private int free(long[] hash) {
        int first = first(hash);
        for (int slot = first; slot < first + WAYS * WORDS; slot += WORDS) {
            if ((slots[slot + 1] & SEQUENCE) == UNKNOWN) {
                return slot;
            }
        }
        next = next + 1 & WAYS - 1;
        return first + next * WORDS;
    }

    private int first(long[] hash) {
        return (int) (hash[1] & sets - 1) * WAYS * WORDS;
    }
}
