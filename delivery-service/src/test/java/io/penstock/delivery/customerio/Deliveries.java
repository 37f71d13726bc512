package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
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

    static DeliveryV1 addressed(IdentifierV1 address) {
        return delivery("01HZY3N1A00000000000000EV1", DeliveryV1.Kind.IDENTIFY, address, null, "{}");
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
