package io.penstock.schemas;

/** What happened to a source row. */
public enum Operation {
    /** The row is there with these values. */
    UPSERT,
    /** The row is gone. */
    DELETE
}
