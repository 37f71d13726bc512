package io.penstock.identity.core.rules;

/** What normalising a value gives: a value that can be compared byte by byte, or the reason why there is none. */
public sealed interface Normalised {
    /** @param value normalising it again gives itself */
    record Accepted(String value) implements Normalised {}

    /** @param reason a few stable words without the value */
    record Refused(String reason) implements Normalised {}
}
