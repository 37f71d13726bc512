package io.penstock.delivery.core;

/**
 * One call owed to a destination, already in the destination's words.
 *
 * @param id the delivery id; the same on every attempt
 * @param lane a person, or a thing that belongs to nobody: calls with the same text are started one after the other, in
 *     the order given
 * @param item bytes of the call as they go into a request; not copied, never written to
 * @param owner what its caller knows it by, or null; of no meaning here
 */
public record Call(String id, String lane, byte[] item, Urgency urgency, Way way, Object owner) {
    /** One that its caller knows by itself. */
    public Call(String id, String lane, byte[] item, Urgency urgency, Way way) {
        this(id, lane, item, urgency, way, null);
    }

    /** One that may share its request. */
    public Call(String id, String lane, byte[] item, Urgency urgency) {
        this(id, lane, item, urgency, Way.BATCH);
    }

    /** A live one that may share its request. */
    public Call(String id, String lane, byte[] item) {
        this(id, lane, item, Urgency.LIVE);
    }

    /** The same with an owner. */
    public Call of(Object whose) {
        return new Call(id, lane, item, urgency, way, whose);
    }
}
