package io.penstock.ingest.streams;

import io.penstock.ingest.core.filter.RunName;

/** The run whose reads are coming. They come in long rows, so its name is hashed once. One thread. */
final class CurrentRun {
    private String id;
    private RunName name;
    private long stamp;

    /** The next read is one of this run. */
    void is(String runId) {
        if (!runId.equals(id)) {
            id = runId;
            name = RunName.parse(runId);
            stamp = name.stamp(0);
        }
    }

    /** Whether it needs to know later which rows it saw. */
    boolean sweeps() {
        return name.kind() == RunName.Kind.SWEEP;
    }

    /** As {@link RunName#stamp}. A change feed hands over several versions of a row, told apart by their commits. */
    long stamp(long tableVersion, long commitVersion) {
        long version = name.kind() == RunName.Kind.FEED ? commitVersion : tableVersion;
        return stamp | version & 0xFFFF_FFFFL;
    }
}
