package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate.Noted;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which schema changes a stopped pipeline has told already: its checkpoint stays, so every try finds the same ones.
 * Gone with the process, which then tells them once more. One thread.
 */
final class Announced {
    private final Set<Noted> told = new HashSet<>();

    boolean isNews(List<Noted> changes) {
        return !told.containsAll(changes);
    }

    /** To be called once they are committed. */
    void remember(List<Noted> changes) {
        told.addAll(changes);
    }

    /** To be called once a checkpoint holds the new columns. */
    void clear() {
        told.clear();
    }
}
