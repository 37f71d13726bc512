package io.penstock.webhook.core;

/** What came of one merge. */
public sealed interface Merge {
    /** @param changed rows that were new, or newer than what the table had */
    record Done(long changed) implements Merge {}

    /**
     * Nothing was written; the same merge may work later.
     *
     * @param code stable reason: {@code concurrent_write}, {@code no_permission}, {@code lakehouse_unavailable}, …
     */
    record NotNow(String code) implements Merge {}

    /** Nothing was written, because of what the rows hold: at least one of them will never be taken. */
    record Refused(String code) implements Merge {}

    /** Nobody has said where to write. */
    record NotConfigured() implements Merge {}
}
