package io.penstock.transform.http;

/** What the resources ask. Safe from any thread. */
public interface Inspection {
    /** Figures of this process. */
    Status status();

    /** Crossings of a profile. */
    Crossings crossings(String profileId);
}
