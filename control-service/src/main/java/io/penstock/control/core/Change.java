package io.penstock.control.core;

/** What a plan does with one key. */
public enum Change {
    /** Not there before; also when it had been removed. */
    NEW,
    /** There with other content or in another workspace. */
    CHANGED,
    /** There with the same content: nothing is written. */
    UNCHANGED,
    /** There, but no longer in the project. */
    REMOVED
}
