package io.penstock.ingest.core.doctor;

import io.penstock.ingest.core.read.SourceException;

/** Waits for something slow and says when it has become slow. */
@FunctionalInterface
public interface Patience {
    /** Something that may take minutes. */
    @FunctionalInterface
    interface Slow<T> {
        T call() throws SourceException;
    }

    /** Calls, and runs {@code late} once if there is no answer after a while; then waits on. */
    <T> T call(Slow<T> slow, Runnable late) throws SourceException;
}
