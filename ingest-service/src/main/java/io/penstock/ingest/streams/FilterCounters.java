package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.ChangeFilter.Verdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many reads were what, in this process. Repeats after a failed transaction count twice. Thread-safe. */
public final class FilterCounters {
    private final Map<Verdict, LongAdder> counts = new EnumMap<>(Verdict.class);

    public FilterCounters() {
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, new LongAdder());
        }
    }

    /** Reads of that kind so far. */
    public long of(Verdict verdict) {
        return counts.get(verdict).sum();
    }

    /** All reads so far. */
    public long seen() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    void count(Verdict verdict) {
        counts.get(verdict).increment();
    }
}
