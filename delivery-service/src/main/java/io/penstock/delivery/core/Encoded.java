package io.penstock.delivery.core;

/** A delivery in the destination's words, or why it cannot be said there. */
public sealed interface Encoded {
    /** @param bytes one item of a batch */
    record Item(byte[] bytes) implements Encoded {}

    /**
     * Refused before sending: no attempt would be accepted.
     *
     * @param code stable reason
     * @param words names the field and the sizes, never a value
     */
    record Refused(String code, String words) implements Encoded {}
}
