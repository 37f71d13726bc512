package io.penstock.delivery.core;

/** A delivery in the destination's words, or why it cannot be said there. */
public sealed interface Encoded {
    /** @param bytes of the call as they go into a request */
    record Item(byte[] bytes, Way way) implements Encoded {
        /** One that may share its request. */
        public Item(byte[] bytes) {
            this(bytes, Way.BATCH);
        }
    }

    /**
     * Refused before sending: no attempt would be accepted.
     *
     * @param code stable reason
     * @param words names the field and the sizes, never a value
     */
    record Refused(String code, String words) implements Encoded {}
}
