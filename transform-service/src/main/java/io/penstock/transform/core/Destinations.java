package io.penstock.transform.core;

import java.time.Duration;

/** What each destination wants to be told about people who merge or go. Safe from any thread. */
public interface Destinations {
    /** The answer in force to a merge; {@code Never} for a destination that is not configured. */
    Merging merging(String destination);

    /** The answer in force to an erasure; {@code DELETE} for a destination that is not configured. */
    Erasing erasing(String destination);

    /** Answers to a merge. */
    sealed interface Merging {
        /** Sent. */
        record Send() implements Merging {}

        /** Sent after a time in which it can be refused. */
        record Hold(Duration time) implements Merging {}

        /** Not sent. */
        record Never() implements Merging {}
    }

    /** Answers to an erasure. */
    enum Erasing {
        /** The person is removed. */
        DELETE,
        /** The person is removed and the address blocked. */
        SUPPRESS,
        /** The destination is not told. */
        KEEP
    }
}
