package io.penstock.schemas;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * One call owed to a destination.
 *
 * <p>A MERGE, DELETE or SUPPRESS comes of no row: it has no row key, record id, position or body, and names the
 * pipeline by which the person was last addressed there.
 *
 * @param deliveryId ULID: time part from {@code asOf}, 80 bits from (pipeline, emit, row key, row version), or from
 *     what was merged or erased; any repeat of the same change carries the same id, whatever the attempt or
 *     configuration version
 * @param emit name of the emit rule that asked for it; {@code merge} or {@code erase}
 * @param destination name of the connection
 * @param address the identifier the person is addressed by at the destination; null for OBJECT and DELETE_OBJECT
 * @param secondary MERGE only: the address that becomes part of {@code address} and is gone afterwards
 * @param object the thing of an OBJECT, DELETE_OBJECT, RELATE or UNRELATE; else null
 * @param identifiers everything known of the person, for history
 * @param body attributes of an identify or an object, properties of an event, page or screen, attributes of a relation,
 *     or the device ({@code token}, {@code platform}, {@code last_used} in unix seconds, {@code attributes})
 * @param unset attributes to remove
 * @param event event name, for TRACK; name of what was seen, for PAGE and SCREEN
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
        IdentifierV1 secondary,
        ObjectRefV1 object,
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

    /** The same call with another body, which may be null, and other attributes to remove. */
    public DeliveryV1 saying(ObjectNode otherBody, List<String> otherUnset) {
        return new DeliveryV1(
                workspace,
                deliveryId,
                kind,
                pipeline,
                configVersion,
                emit,
                destination,
                profileId,
                address,
                secondary,
                object,
                identifiers,
                event,
                otherBody,
                otherUnset,
                asOf,
                recordId,
                rowKey,
                position);
    }

    /** What kind of call. */
    public enum Kind {
        IDENTIFY,
        TRACK,
        /** A page was seen: an event of its own kind at the destination. */
        PAGE,
        /** A screen of an app was seen. */
        SCREEN,
        /** Two people of the destination become one; cannot be undone. */
        MERGE,
        /** The person is removed; a later call may bring a new one. */
        DELETE,
        /** The person is removed and the address blocked. */
        SUPPRESS,
        /** The address may be used again; brings nobody back. */
        UNSUPPRESS,
        /** A device that takes push messages joins the person, or what is known of it changes. */
        ADD_DEVICE,
        REMOVE_DEVICE,
        /** Attributes of a thing; brings it into being. */
        OBJECT,
        DELETE_OBJECT,
        /** The person and the thing belong together. Send the thing first. */
        RELATE,
        UNRELATE
    }
}
