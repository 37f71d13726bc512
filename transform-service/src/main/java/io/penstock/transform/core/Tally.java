package io.penstock.transform.core;

/**
 * Counts what happens, for metrics and the status page. Called from the stages' threads; never throws. Counts are of
 * work done: work that a crash undoes and a restart repeats is counted twice.
 */
public interface Tally {
    /** A record left the script stage. */
    void shaped(String pipeline);

    /** A record was read and needs no call. */
    void ignored(String pipeline, Ignored why);

    /** A call was handed to delivery. */
    void delivery(String pipeline, Call.Kind kind);

    /** The end of a merge: sent, refused, dropped because the people came apart, or not wanted by the policy. */
    void merge(String destination, Merge end);

    /** A person who is erased leaves a destination. */
    void erased(String destination);

    /** Crossings of one record fired. */
    void crossings(String pipeline, int fired);

    /** A record began to wait for an identifier. */
    void waits(String pipeline);

    /** A record ended in the dead letters. */
    void dead(String stage, String code);

    /** Ends of a merge. */
    enum Merge {
        SENT,
        REFUSED,
        SEPARATED,
        OFF
    }

    /** Why a record needs no call. */
    enum Ignored {
        /** The row is gone, and no rule of the pipeline asks for that. */
        DELETED,
        /** The pipeline only feeds identity. */
        NO_EMIT,
        /** The script does not want the row. */
        DROPPED,
        /** The destination has everything it says. */
        KNOWN,
        /** The person was erased. */
        ERASED
    }
}
