package io.penstock.delivery.readback;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was seen of one connection since the start of the process. Thread-safe. */
public final class Counts {
    private final Map<Result, LongAdder> results = new EnumMap<>(Result.class);

    /** What a look at the App API came to. */
    public enum Result {
        /** Every value of the call is there. */
        APPLIED,
        /** Some are not, or nobody is there. */
        NOT_APPLIED,
        /** Somebody wrote since; nothing can be said. */
        OVERTAKEN,
        /** The activity log says that a change of ours failed. */
        FAILED_CHANGE,
        /** It says so of a change that is not ours. */
        FOREIGN_CHANGE,
        /** The App API did not answer in a way that counts. */
        FAULT
    }

    Counts() {
        for (Result result : Result.values()) {
            results.put(result, new LongAdder());
        }
    }

    void add(Result result, long more) {
        results.get(result).add(more);
    }

    public long of(Result result) {
        return results.get(result).sum();
    }
}
