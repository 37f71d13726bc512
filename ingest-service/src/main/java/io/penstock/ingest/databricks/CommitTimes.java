package io.penstock.ingest.databricks;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * When each version of a table was committed, from its history. The history is kept for some weeks only: an older
 * commit gets the time of the oldest one known, before which it certainly was. Times never fall as versions rise.
 */
final class CommitTimes {
    private final TreeMap<Long, Instant> times;

    CommitTimes(Map<Long, Instant> times) {
        this.times = new TreeMap<>();
        Instant latest = Instant.MIN;
        for (var commit : new TreeMap<>(times).entrySet()) {
            latest = commit.getValue().isAfter(latest) ? commit.getValue() : latest;
            this.times.put(commit.getKey(), latest);
        }
    }

    static CommitTimes of(ResultSet rows) throws SQLException {
        Map<Long, Instant> times = new TreeMap<>();
        while (rows.next()) {
            times.put(rows.getLong("version"), DatabricksSource.instant(rows));
        }
        return new CommitTimes(times);
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
