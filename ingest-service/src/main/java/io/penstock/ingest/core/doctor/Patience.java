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

    /**
     * Calls, and runs {@code late} every so often while there is no answer.
     *
     * @param late ends the wait by throwing; what is under way is interrupted then
     */
    <T> T call(Slow<T> slow, Runnable late) throws SourceException;
}
