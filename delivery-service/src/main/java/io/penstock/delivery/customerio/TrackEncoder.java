package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;

/**
 * Says a delivery as one item of a Track v2 batch, or why it cannot be said. Every documented limit is checked here, in
 * UTF-8 bytes, before anything is sent; nothing is ever shortened.
 *
 * <p>A null in the body is left out, because at the destination null means: remove. Removal is asked for by name
 * ({@code unset}). Numbers keep the text they had in the source. Thread-safe.
 */
public final class TrackEncoder {
    private final Parts parts;

    public TrackEncoder(TrackLimits limits) {
        this.parts = new Parts(limits);
    }

    /** One batch item, or the reason why no attempt would be accepted; the reason names fields and sizes only. */
    public Encoded encode(DeliveryV1 delivery) {
        return parts.encoded(Ways.TRACK, parts.limits().item(), () -> item(delivery));
    }

    private ObjectNode item(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode item = Json.wire().createObjectNode();
        switch (delivery.kind()) {
            case OBJECT, DELETE_OBJECT -> item.put("type", "object");
            default -> item.put("type", "person");
        }
        switch (delivery.kind()) {
            case IDENTIFY -> {
                item.put("action", "identify").set("identifiers", person(delivery));
                item.put("timestamp", seconds(delivery)).set("attributes", parts.attributes(delivery));
            }
            case TRACK -> event(item.put("action", "event"), delivery);
            case PAGE -> event(item.put("action", "page"), delivery);
            case SCREEN -> event(item.put("action", "screen"), delivery);
            case MERGE -> merge(item.put("action", "merge"), delivery);
            case DELETE -> item.put("action", "delete").set("identifiers", person(delivery));
            case SUPPRESS -> item.put("action", "suppress").set("identifiers", person(delivery));
            case UNSUPPRESS -> item.put("action", "unsuppress").set("identifiers", person(delivery));
            case ADD_DEVICE -> device(item.put("action", "add_device"), delivery);
            case REMOVE_DEVICE -> device(item.put("action", "delete_device"), delivery);
            case OBJECT ->
                item.put("action", "identify")
                        .<ObjectNode>set("identifiers", object(delivery))
                        .set("attributes", parts.attributes(delivery));
            case DELETE_OBJECT -> item.put("action", "delete").set("identifiers", object(delivery));
            case RELATE -> relation(item.put("action", "add_relationships"), delivery);
            case UNRELATE -> relation(item.put("action", "delete_relationships"), delivery);
        }
        return item;
    }

    private void event(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        item.set("identifiers", identifiers(parts.visitor(delivery.address())));
        item.put("id", delivery.deliveryId()).put("name", parts.eventName(delivery.event()));
        item.put("timestamp", seconds(delivery)).set("attributes", Parts.present(delivery.body()));
    }

    private void device(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        item.set("identifiers", person(delivery));
        item.set("device", parts.device(delivery));
    }

    private void relation(ObjectNode item, DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        item.set("identifiers", person(delivery));
        ObjectNode relation = Json.wire().createObjectNode().set("identifiers", object(delivery));
        ObjectNode attributes = parts.attributes(delivery);
        if (!attributes.isEmpty() && delivery.kind() == DeliveryV1.Kind.RELATE) {
            relation.set("relationship_attributes", attributes);
        }
        item.putArray("cio_relationships").add(relation);
    }

    private ObjectNode object(DeliveryV1 delivery) throws Refusal {
        ObjectRefV1 object = parts.object(delivery);
        return Json.wire()
                .createObjectNode()
                .put("object_type_id", object.type())
                .put("object_id", object.id());
    }

    private void merge(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        item.set("primary", person(delivery));
        item.set("secondary", identifiers(parts.absorbed(delivery)));
    }

    private ObjectNode person(DeliveryV1 delivery) throws Refusal {
        return identifiers(parts.person(delivery.address()));
    }

    private static ObjectNode identifiers(Parts.Named named) {
        return Json.wire().createObjectNode().put(named.name(), named.value());
    }

    private static long seconds(DeliveryV1 delivery) throws Refusal {
        return Parts.time(delivery.asOf()).getEpochSecond();
    }
}
