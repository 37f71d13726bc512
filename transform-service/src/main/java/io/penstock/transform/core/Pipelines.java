package io.penstock.transform.core;

import java.time.Duration;

/** Every version of every pipeline. Safe from any thread. */
public interface Pipelines {
    /**
     * Exactly the version a record was made under. Records and configuration travel apart, so the record may be here
     * first.
     *
     * @param patience longest wait; blocks the caller
     * @throws IllegalStateException if the caller is interrupted while it waits; its interrupt flag stays set
     */
    Found find(String name, long version, Duration patience);

    /** What is known of a version. */
    sealed interface Found {
        /** Here it is. */
        record Known(Pipeline pipeline) implements Found {}

        /** Nobody has heard of it. */
        record Unknown() implements Found {}

        /** It came, but it is not a pipeline we can run; the reason has no personal data. */
        record Unusable(String reason) implements Found {}
    }
}
