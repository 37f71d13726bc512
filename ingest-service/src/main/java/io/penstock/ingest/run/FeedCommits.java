package io.penstock.ingest.run;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reduces a change feed to one change per key and commit. Within a commit the feed has no order: a row that was deleted
 * and written by the same commit was replaced. So deletions wait for the end of their commit. One range, one thread.
 */
final class FeedCommits {
    /** Keys of one commit that are held in memory. */
    static final int MOST_KEYS = 200_000;

    private final Set<String> written = new HashSet<>();
    private final Map<String, Deletion> deleted = new LinkedHashMap<>();
    private boolean overflowed;
    private long commit = -1;
    private long complete = -1;

    /** Hands one deletion on. */
    @FunctionalInterface
    interface Deletion {
        void hand() throws SourceException;
    }

    /** Rows of this commit follow; those of the last one are complete if it is another. */
    void at(long version) throws SourceException {
        if (version != commit) {
            end();
            commit = version;
        }
    }

    /** A key has a row after this commit. */
    void written(String key) {
        deleted.remove(key);
        if (written.size() < MOST_KEYS) {
            written.add(key);
        } else {
            overflowed |= !written.contains(key);
        }
    }

    /** A key lost a row in this commit. */
    void deleted(String key, Deletion deletion) throws SourceException {
        if (written.contains(key)) {
            return;
        }
        if (overflowed || deleted.size() >= MOST_KEYS) {
            throw new SourceException(
                    Fault.REBASELINE,
                    "version " + commit + " changes more than " + MOST_KEYS + " rows and deletes some of them");
        }
        deleted.put(key, deletion);
    }

    /** No more rows of this commit. */
    void end() throws SourceException {
        for (Deletion deletion : deleted.values()) {
            deletion.hand();
        }
        deleted.clear();
        written.clear();
        overflowed = false;
        complete = commit;
    }

    /** The last commit all rows of which were handed on, or -1. */
    long complete() {
        return complete;
    }
}
