package io.penstock.ingest.run;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * Remembers which rows were dead-lettered lately, so that the look-back of the next run does not dead-letter them
 * again. Best effort: bounded, and gone with the process. One thread.
 */
final class QuarantineMemory {
    private static final int MOST = 10_000;

    private final SequencedSet<String> known = new LinkedHashSet<>();

    boolean knows(String fingerprint) {
        return known.contains(fingerprint);
    }

    /** To be called once their dead letters are committed. */
    void remember(Collection<String> fingerprints) {
        known.addAll(fingerprints);
        Iterator<String> oldest = known.iterator();
        for (int surplus = known.size() - MOST; surplus > 0; surplus--) {
            oldest.next();
            oldest.remove();
        }
    }
}
