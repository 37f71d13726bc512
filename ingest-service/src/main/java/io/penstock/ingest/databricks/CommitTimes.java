package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.Commit;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/**
 * When each version of a table was committed, from its history. The history is kept for some weeks only: an older
 * commit gets the time of the oldest one known, before which it certainly was. Times never fall as versions rise.
 */
final class CommitTimes {
    private final TreeMap<Long, Instant> times = new TreeMap<>();

    /** Of commits in any order. */
    CommitTimes(List<Commit> commits) {
        commits.forEach(commit -> times.put(commit.version(), commit.at()));
        Instant latest = Instant.MIN;
        for (var commit : times.entrySet()) {
            latest = commit.getValue().isAfter(latest) ? commit.getValue() : latest;
            commit.setValue(latest);
        }
    }

    /** The time of a version, or null if there is no history at all. */
    Instant at(long version) {
        if (times.isEmpty()) {
            return null;
        }
        var commit = times.floorEntry(version);
        return commit != null ? commit.getValue() : times.firstEntry().getValue();
    }
}
