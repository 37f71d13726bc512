package io.penstock.customerio.sandbox.operation;

/** What to do with the relationships of a call. */
public enum LinkChange {
    ADD,
    REMOVE
}
