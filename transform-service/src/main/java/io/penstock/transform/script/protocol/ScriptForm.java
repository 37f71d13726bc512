package io.penstock.transform.script.protocol;

/** The two ways in which a customer writes a transform. */
public enum ScriptForm {
    /** {@code export function transform(row, context)}: one object of named values per row. */
    TRANSFORM,
    /** {@code async function send(payload, headers)}, exported or not: an array of classified calls per row. */
    SEND
}
