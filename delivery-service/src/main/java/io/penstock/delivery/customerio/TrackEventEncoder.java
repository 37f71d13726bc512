package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import java.util.Locale;

/**
 * Says an event of somebody not yet known as the body of a Track v1 call, which is where the vendor documents such
 * events. Thread-safe.
 */
final class TrackEventEncoder {
    private final Parts parts;

    TrackEventEncoder(TrackLimits limits) {
        this.parts = new Parts(limits);
    }

    /** @param delivery for which {@link Parts#isOfVisitor} holds */
    Encoded encode(DeliveryV1 delivery) {
        return parts.encoded(Ways.TRACK_EVENT, Integer.MAX_VALUE, () -> event(delivery));
    }

    private ObjectNode event(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode data = Parts.present(delivery.body());
        Parts.check(Json.wire().writeValueAsBytes(data).length, parts.limits().data(), "item_too_large", "data");
        ObjectNode event = Json.wire()
                .createObjectNode()
                .put("name", parts.eventName(delivery.event()))
                .put("id", delivery.deliveryId());
        if (delivery.kind() != DeliveryV1.Kind.TRACK) {
            event.put("type", delivery.kind().name().toLowerCase(Locale.ROOT));
        }
        return event.put("timestamp", Parts.time(delivery.asOf()).getEpochSecond())
                .put("anonymous_id", parts.visitor(delivery.address()).value())
                .set("data", data);
    }
}
