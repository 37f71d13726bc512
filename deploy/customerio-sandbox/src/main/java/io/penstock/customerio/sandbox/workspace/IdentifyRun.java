package io.penstock.customerio.sandbox.workspace;

import io.penstock.customerio.sandbox.operation.Operation.Identify;
import io.penstock.customerio.sandbox.operation.Outcome;
import io.penstock.customerio.sandbox.operation.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * One identify on its way through the rules: whom it is about by now, and what has been written, skipped and refused so
 * far.
 */
final class IdentifyRun {

    private final Identify call;
    private final long at;
    private final long timestamp;
    private final List<String> failures = new ArrayList<>();
    private Profile person;
    private int kept;
    private int stale;
    private int full;

    IdentifyRun(Profile person, Identify call, long at, long timestamp) {
        this.person = person;
        this.call = call;
        this.at = at;
        this.timestamp = timestamp;
    }

    Profile person() {
        return person;
    }

    Identify call() {
        return call;
    }

    /** Time of receipt, unix seconds. */
    long at() {
        return at;
    }

    /** The time that orders the attributes, unix seconds. */
    long timestamp() {
        return timestamp;
    }

    void continueWith(Profile survivor) {
        person = survivor;
    }

    void count(AttributeStore.Change change) {
        switch (change) {
            case SET, SAME -> kept++;
            case STALE -> stale++;
            case FULL -> full++;
        }
    }

    void fail(String reason) {
        failures.add(reason);
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    boolean isWhollyStale() {
        return kept == 0 && full == 0 && stale > 0;
    }

    Outcome outcome() {
        if (hasFailed()) {
            return Outcome.failed(String.join("; ", failures));
        }
        if (isWhollyStale()) {
            return new Outcome(Verdict.SKIPPED_STALE, "every attribute is older than the stored one");
        }
        if (full > 0) {
            String reason = full + " attributes beyond the 300 of a person";
            return kept == 0 ? Outcome.dropped(reason) : Outcome.applied(reason);
        }
        return stale > 0 ? Outcome.applied(stale + " attributes are older than the stored ones") : Outcome.applied();
    }
}
