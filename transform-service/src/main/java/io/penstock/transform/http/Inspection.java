package io.penstock.transform.http;

import java.util.Optional;

/** What the resources ask. Safe from any thread. */
public interface Inspection {
    /** Figures of this process. */
    Status status();

    /** Records that wait for an identifier; empty while nobody can say. */
    Optional<Waiting> waiting();

    /** Crossings of a profile. */
    Crossings crossings(String profileId);
}
