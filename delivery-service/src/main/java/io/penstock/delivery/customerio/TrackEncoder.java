package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Says a delivery as one item of a Track v2 batch, or why it cannot be said. Every documented limit is checked here, in
 * UTF-8 bytes, before anything is sent; nothing is ever shortened.
 *
 * <p>A null in the body is left out, because at the destination null means: remove. Removal is asked for by name
 * ({@code unset}). Numbers keep the text they had in the source. Thread-safe.
 */
public final class TrackEncoder {
    /** Outside these the service silently puts its own clock: seconds before 2001 or after the year 5138. */
    private static final long FIRST_SECOND = 999_999_999L;

    private static final long LAST_SECOND = 100_000_000_000L;
    private static final String CIO_PREFIX = "cio_";

    private final TrackLimits limits;

    public TrackEncoder(TrackLimits limits) {
        this.limits = limits;
    }

    /** One batch item, or the reason why no attempt would be accepted; the reason names fields and sizes only. */
    public Encoded encode(DeliveryV1 delivery) {
        try {
            byte[] bytes = Json.wire().writeValueAsBytes(item(delivery));
            check(bytes.length, limits.item(), "item_too_large", "item");
            return new Encoded.Item(bytes);
        } catch (Refusal refusal) {
            return new Encoded.Refused(refusal.code, refusal.getMessage());
        } catch (JsonProcessingException e) {
            return new Encoded.Refused("not_json", "item cannot be written as JSON");
        }
    }

    private ObjectNode item(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode item = Json.wire().createObjectNode();
        switch (delivery.kind()) {
            case OBJECT, DELETE_OBJECT -> item.put("type", "object");
            default -> item.put("type", "person");
        }
        switch (delivery.kind()) {
            case IDENTIFY -> {
                item.put("action", "identify").set("identifiers", identifiers(delivery.address()));
                item.put("timestamp", seconds(delivery.asOf())).set("attributes", attributes(delivery));
            }
            case TRACK -> event(item.put("action", "event"), delivery);
            case PAGE -> event(item.put("action", "page"), delivery);
            case SCREEN -> event(item.put("action", "screen"), delivery);
            case MERGE -> merge(item.put("action", "merge"), delivery);
            case DELETE -> item.put("action", "delete").set("identifiers", identifiers(delivery.address()));
            case SUPPRESS -> item.put("action", "suppress").set("identifiers", identifiers(delivery.address()));
            case UNSUPPRESS -> item.put("action", "unsuppress").set("identifiers", identifiers(delivery.address()));
            case ADD_DEVICE -> device(item.put("action", "add_device"), delivery);
            case REMOVE_DEVICE -> device(item.put("action", "delete_device"), delivery);
            case OBJECT ->
                item.put("action", "identify")
                        .<ObjectNode>set("identifiers", object(delivery.object()))
                        .set("attributes", attributes(delivery));
            case DELETE_OBJECT -> item.put("action", "delete").set("identifiers", object(delivery.object()));
            case RELATE -> relation(item.put("action", "add_relationships"), delivery);
            case UNRELATE -> relation(item.put("action", "delete_relationships"), delivery);
        }
        return item;
    }

    private void event(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        item.set("identifiers", visitor(delivery.address()));
        item.put("id", delivery.deliveryId()).put("name", eventName(delivery.event()));
        item.put("timestamp", seconds(delivery.asOf())).set("attributes", present(delivery.body()));
    }

    /** Events alone may be of somebody who is not known yet. */
    private ObjectNode visitor(IdentifierV1 address) throws Refusal {
        if (address == null || !address.type().equals("anonymous_id")) {
            return identifiers(address);
        }
        return identifier("anonymous_id", address.value());
    }

    private void device(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        item.set("identifiers", identifiers(delivery.address()));
        ObjectNode device = present(delivery.body());
        if (device.path("token").asText().isBlank()) {
            throw new Refusal("no_device_token", "device.token is missing");
        }
        if (delivery.kind() == DeliveryV1.Kind.REMOVE_DEVICE) {
            device.retain("token");
        } else if (device.path("platform").asText().isBlank()) {
            throw new Refusal("no_device_platform", "device.platform is missing");
        }
        item.set("device", device);
    }

    private void relation(ObjectNode item, DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        item.set("identifiers", identifiers(delivery.address()));
        ObjectNode relation = Json.wire().createObjectNode().set("identifiers", object(delivery.object()));
        ObjectNode attributes = attributes(delivery);
        if (!attributes.isEmpty() && delivery.kind() == DeliveryV1.Kind.RELATE) {
            relation.set("relationship_attributes", attributes);
        }
        item.putArray("cio_relationships").add(relation);
    }

    private ObjectNode object(ObjectRefV1 object) throws Refusal {
        if (object == null || object.type() == null || object.type().isBlank()) {
            throw new Refusal("no_object", "the delivery names no object");
        }
        return Json.wire()
                .createObjectNode()
                .put("object_type_id", object.type())
                .setAll(identifier("object_id", object.id()));
    }

    private void merge(ObjectNode item, DeliveryV1 delivery) throws Refusal {
        ObjectNode primary = identifiers(delivery.address());
        ObjectNode secondary = identifiers(delivery.secondary());
        if (primary.equals(secondary)) {
            throw new Refusal("merge_with_itself", "primary and secondary are one address");
        }
        item.set("primary", primary);
        item.set("secondary", secondary);
    }

    private ObjectNode identifiers(IdentifierV1 address) throws Refusal {
        if (address == null) {
            throw new Refusal("no_address", "the delivery has no address");
        }
        String name = switch (address.type()) {
            case "customerio_id" -> "id";
            case "email" -> "email";
            case "cio_id" -> "cio_id";
            default ->
                throw new Refusal(
                        "unsupported_identifier",
                        "address type " + address.type() + ", expected customerio_id, email or cio_id");
        };
        String value = address.value() == null ? "" : address.value();
        if (name.equals("cio_id") && value.startsWith(CIO_PREFIX)) {
            value = value.substring(CIO_PREFIX.length());
        }
        return identifier(name, value);
    }

    private ObjectNode identifier(String name, String text) throws Refusal {
        String value = text == null ? "" : text;
        if (value.isBlank()) {
            throw new Refusal("blank_identifier", "identifiers." + name + " is blank");
        }
        check(bytes(value), limits.identifier(), "too_long_identifier", "identifiers." + name);
        return Json.wire().createObjectNode().put(name, value);
    }

    private String eventName(String event) throws Refusal {
        if (event == null || event.isBlank()) {
            throw new Refusal("blank_event_name", "name is blank");
        }
        check(bytes(event), limits.event(), "too_long_event_name", "name");
        return event;
    }

    private static long seconds(Instant asOf) throws Refusal {
        if (asOf == null || asOf.getEpochSecond() <= FIRST_SECOND || asOf.getEpochSecond() >= LAST_SECOND) {
            throw new Refusal("timestamp_out_of_range", "timestamp is missing or outside 2001 to 5138");
        }
        return asOf.getEpochSecond();
    }

    private ObjectNode attributes(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode attributes = Json.wire().createObjectNode();
        for (String name : delivery.unset()) {
            checkName(name);
            attributes.putNull(name);
        }
        for (Map.Entry<String, JsonNode> entry : present(delivery.body()).properties()) {
            checkName(entry.getKey());
            check(valueBytes(entry.getValue()), limits.value(), "too_long_value", "attributes." + entry.getKey());
            attributes.set(entry.getKey(), entry.getValue());
        }
        if (attributes.size() > limits.attributes()) {
            throw new Refusal(
                    "too_many_attributes",
                    "attributes: " + attributes.size() + " of them, at most " + limits.attributes());
        }
        return attributes;
    }

    private static ObjectNode present(ObjectNode body) {
        ObjectNode present = Json.wire().createObjectNode();
        if (body != null) {
            body.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> present.set(entry.getKey(), entry.getValue()));
        }
        return present;
    }

    private void checkName(String name) throws Refusal {
        check(bytes(name), limits.name(), "too_long_name", "attributes." + name);
    }

    private static int valueBytes(JsonNode value) throws JsonProcessingException {
        return value.isTextual() ? bytes(value.textValue()) : Json.wire().writeValueAsBytes(value).length;
    }

    private static void check(int found, int most, String code, String field) throws Refusal {
        if (found > most) {
            throw new Refusal(code, field + ": " + found + " bytes, at most " + most);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final class Refusal extends Exception {
        private final String code;

        Refusal(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }
    }
}
