package io.penstock.ingest.core.change;

import io.penstock.ingest.core.change.SchemaGate.Stop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the policies said so far of one run. One thread. */
final class Judgement {
    private final List<String> reasons = new ArrayList<>();
    private final Set<String> held = new LinkedHashSet<>();
    private final Set<String> noNulls = new LinkedHashSet<>();
    private boolean pauses;

    /** Nothing is read: rows wait in the source under {@code quarantine}, else the pipeline pauses. */
    void stop(Policy policy, String reason) {
        reasons.add(reason);
        pauses |= policy != Policy.QUARANTINE;
    }

    /** A contract column is left out of every row. */
    void hold(String column) {
        held.add(column);
    }

    /** A null in a contract column sets its row aside. */
    void refuseNulls(String column) {
        noNulls.add(column);
    }

    Optional<Stop> stop() {
        return reasons.isEmpty() ? Optional.empty() : Optional.of(new Stop(String.join("; ", reasons), !pauses));
    }

    Set<String> held() {
        return held;
    }

    Set<String> noNulls() {
        return noNulls;
    }
}
