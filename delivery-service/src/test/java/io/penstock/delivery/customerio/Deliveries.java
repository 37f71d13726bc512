package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;
import io.penstock.schemas.PositionV1;
import java.time.Instant;
import java.util.List;

/** Examples of deliveries. */
public final class Deliveries {
    private static final Instant AS_OF = Instant.ofEpochSecond(1773532800);

    private Deliveries() {}

    public static DeliveryV1 identify(String id, String person, String body, String... unset) {
        return delivery(id, DeliveryV1.Kind.IDENTIFY, new IdentifierV1("customerio_id", person), null, body, unset);
    }

    public static DeliveryV1 track(String id, String person, String event, String body) {
        return delivery(id, DeliveryV1.Kind.TRACK, new IdentifierV1("customerio_id", person), event, body);
    }

    /** The second one becomes part of the first. */
    public static DeliveryV1 merge(String id, IdentifierV1 primary, IdentifierV1 secondary) {
        return withoutRow(id, DeliveryV1.Kind.MERGE, primary, secondary);
    }

    public static DeliveryV1 erase(String id, DeliveryV1.Kind kind, IdentifierV1 address) {
        return withoutRow(id, kind, address, null);
    }

    /** Any kind of call; parts it does not have are null. */
    static DeliveryV1 of(DeliveryV1.Kind kind, IdentifierV1 address, ObjectRefV1 object, String event, String body) {
        return of("01HZY3N1A00000000000000EV1", kind, address, object, event, body);
    }

    /** The same with an id of its own. */
    static DeliveryV1 of(
            String id, DeliveryV1.Kind kind, IdentifierV1 address, ObjectRefV1 object, String event, String body) {
        return new DeliveryV1(
                "acme",
                id,
                kind,
                "upgrade-likelihood",
                3,
                "emit",
                "customerio-prod",
                address == null ? null : "profile-" + address.value(),
                address,
                null,
                object,
                List.of(),
                event,
                json(body),
                List.of(),
                AS_OF,
                "record",
                "row",
                null);
    }

    private static DeliveryV1 withoutRow(
            String id, DeliveryV1.Kind kind, IdentifierV1 address, IdentifierV1 secondary) {
        return new DeliveryV1(
                "acme",
                id,
                kind,
                "upgrade-likelihood",
                3,
                secondary == null ? "erase" : "merge",
                "customerio-prod",
                "profile-" + address.value(),
                address,
                secondary,
                null,
                List.of(),
                null,
                null,
                List.of(),
                AS_OF,
                null,
                null,
                null);
    }

    static DeliveryV1 addressed(IdentifierV1 address) {
        return delivery("01HZY3N1A00000000000000EV1", DeliveryV1.Kind.IDENTIFY, address, null, "{}");
    }

    /** The same for another connection. */
    public static DeliveryV1 to(String destination, DeliveryV1 d) {
        return to(destination, d.pipeline(), d.asOf(), d);
    }

    /** The same for another connection, of another pipeline and time. */
    public static DeliveryV1 to(String destination, String pipeline, Instant asOf, DeliveryV1 d) {
        return new DeliveryV1(
                d.workspace(),
                d.deliveryId(),
                d.kind(),
                pipeline,
                d.configVersion(),
                d.emit(),
                destination,
                d.profileId(),
                d.address(),
                d.secondary(),
                d.object(),
                d.identifiers(),
                d.event(),
                d.body(),
                d.unset(),
                asOf,
                d.recordId(),
                d.rowKey(),
                d.position());
    }

    public static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.wire().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static DeliveryV1 delivery(
            String id, DeliveryV1.Kind kind, IdentifierV1 address, String event, String body, String... unset) {
        return new DeliveryV1(
                "acme",
                id,
                kind,
                "upgrade-likelihood",
                3,
                event == null ? "identify" : event,
                "customerio-prod",
                address == null ? "p" : "profile-" + address.value(),
                address,
                null,
                null,
                List.of(),
                event,
                json(body),
                List.of(unset),
                AS_OF,
                "record-" + id,
                "row-" + id,
                new PositionV1("main.ml_outputs.upgrade_scores", 7, 6, null));
    }
}
