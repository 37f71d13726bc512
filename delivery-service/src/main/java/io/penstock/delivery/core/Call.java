package io.penstock.delivery.core;

/**
 * One call owed to a destination, already in the destination's words.
 *
 * @param id the delivery id; the same on every attempt
 * @param person names the lane: calls with the same text are started one after the other, in the order given
 * @param item bytes of the call as they go into a batch; not copied, never written to
 */
public record Call(String id, String person, byte[] item) {}
