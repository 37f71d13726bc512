package io.penstock.ingest.run;

import io.penstock.ingest.core.change.SchemaGate.Noted;
import io.penstock.ingest.core.read.Head;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stopped pipeline has told already: its checkpoint stays, so every try finds the same. Gone with the process,
 * which then tells it once more. One thread.
 */
final class Announced {
    private final Set<Noted> told = new HashSet<>();
    private final Set<Noted> allNull = new HashSet<>();
    private final Map<String, String> proposals = new HashMap<>();
    private Stopped stopped;

    private record Stopped(Head head, long configVersion, RunResult.Stopped result) {}

    boolean isNews(List<Noted> changes) {
        return !told.containsAll(changes);
    }

    /** To be called once they are committed. */
    void remember(List<Noted> changes) {
        told.addAll(changes);
    }

    /** Whether columns without any value are news; they are found again in every run while they stay so. */
    boolean isNewsOfNulls(Noted change) {
        return allNull.add(change);
    }

    /** What a missing column may be called now, by contract column. */
    Map<String, String> proposals() {
        return proposals;
    }

    /** The same state of the source under the same configuration stops a run again. */
    void stopped(Head head, long configVersion, RunResult.Stopped result) {
        stopped = new Stopped(head, configVersion, result);
    }

    /** Why a run would stop, if that can be said without asking the source again. */
    Optional<RunResult> stop(Head head, long configVersion) {
        boolean same = stopped != null
                && head.isPinned()
                && stopped.head().equals(head)
                && stopped.configVersion() == configVersion;
        return same ? Optional.of(stopped.result()) : Optional.empty();
    }

    /** To be called once a checkpoint holds the new columns. */
    void clear() {
        told.clear();
        proposals.clear();
        stopped = null;
    }
}
