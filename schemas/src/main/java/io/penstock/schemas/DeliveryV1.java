package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One call owed to a destination.
 *
 * @param deliveryId ULID: time part from {@code asOf}, 80 bits from (pipeline, emit, row key, row version); any repeat
 *     of the same change carries the same id, whatever the attempt or configuration version
 * @param emit name of the emit rule that asked for it
 * @param destination name of the connection
 * @param address the identifier the person is addressed by at the destination
 * @param identifiers everything known of the person, for history
 * @param body attributes of an identify, properties of an event
 * @param unset attributes to remove
 * @param event event name, for TRACK only
 * @param asOf orders attribute writes at the destination; time of the event for TRACK
 */
public record DeliveryV1(
        String workspace,
        String deliveryId,
        Kind kind,
        String pipeline,
        long configVersion,
        String emit,
        String destination,
        String profileId,
        IdentifierV1 address,
        List<IdentifierV1> identifiers,
        String event,
        ObjectNode body,
        List<String> unset,
        Instant asOf,
        String recordId,
        String rowKey,
        PositionV1 position) {
    public DeliveryV1 {
        identifiers = List.copyOf(identifiers);
        unset = List.copyOf(unset);
    }

    /** What kind of call. Objects, relationships, merges and deletes join this list. */
    public enum Kind {
        IDENTIFY,
        TRACK
    }
}
