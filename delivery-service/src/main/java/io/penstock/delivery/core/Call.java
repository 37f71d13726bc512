package io.penstock.delivery.core;

/**
 * One call owed to a destination, already in the destination's words.
 *
 * @param id the delivery id; the same on every attempt
 * @param lane a person, or a thing that belongs to nobody: calls with the same text are started one after the other, in
 *     the order given
 * @param item bytes of the call as they go into a batch; not copied, never written to
 */
public record Call(String id, String lane, byte[] item, Urgency urgency) {
    /** A live one. */
    public Call(String id, String lane, byte[] item) {
        this(id, lane, item, Urgency.LIVE);
    }
}
