package io.penstock.control.core;

import java.util.Locale;

/** Kinds of entries, in the order in which they are applied: what is referred to comes before what refers to it. */
public enum Kind {
    PROJECT,
    CONNECTION,
    IDENTITY,
    PIPELINE;

    /** Lower case, as in keys and addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
