package io.penstock.ingest.databricks;

import io.penstock.ingest.core.read.SourceException;
import io.penstock.ingest.core.read.SourceException.Fault;

/** What a missing version or file means where everything was asked for already. */
final class Rebaselining {
    private Rebaselining() {}

    /** The failure, which reading the head cannot mend if it befell the head itself: the table is broken. */
    static SourceException pointless(SourceException failure) {
        return failure.fault() != Fault.REBASELINE
                ? failure
                : new SourceException(
                        Fault.UNSUPPORTED,
                        failure.getMessage() + ": a part of the table's newest version is missing or cannot be read",
                        failure);
    }
}
