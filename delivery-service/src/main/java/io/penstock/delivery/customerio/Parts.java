package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Way;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/**
 * Takes a delivery apart for the encoders of both wires, and holds each part against the documented limits, in UTF-8
 * bytes; nothing is ever shortened. Thread-safe.
 */
record Parts(TrackLimits limits) {
    /** Outside these the service silently puts its own clock: seconds before 2001 or after the year 5138. */
    private static final long FIRST_SECOND = 999_999_999L;

    private static final long LAST_SECOND = 100_000_000_000L;
    private static final String ANONYMOUS = "anonymous_id";
    private static final String CIO_PREFIX = "cio_";

    /**
     * Who a call is about.
     *
     * @param name as Customer.io names the identifier: {@code id}, {@code email}, {@code cio_id} without its prefix, or
     *     {@code anonymous_id}
     */
    record Named(String name, String value) {
        boolean isVisitor() {
            return name.equals(ANONYMOUS);
        }
    }

    /** Says one call. */
    interface Saying {
        ObjectNode call() throws Refusal, JsonProcessingException;
    }

    /**
     * The bytes of a call, or why it cannot be said.
     *
     * @param most bytes
     */
    Encoded encoded(Way way, int most, Saying saying) {
        try {
            byte[] bytes = Json.wire().writeValueAsBytes(saying.call());
            check(bytes.length, most, "item_too_large", "item");
            return new Encoded.Item(bytes, way);
        } catch (Refusal refusal) {
            return new Encoded.Refused(refusal.code(), refusal.getMessage());
        } catch (JsonProcessingException e) {
            return new Encoded.Refused("not_json", "item cannot be written as JSON");
        }
    }

    /** Whether this is an event of somebody who is not known yet; only events may be. */
    static boolean isOfVisitor(DeliveryV1 delivery) {
        boolean event = switch (delivery.kind()) {
            case TRACK, PAGE, SCREEN -> true;
            default -> false;
        };
        return event && delivery.address() != null && delivery.address().type().equals(ANONYMOUS);
    }

    /** The person of an event, who may be a mere visitor. */
    Named visitor(IdentifierV1 address) throws Refusal {
        return address != null && address.type().equals(ANONYMOUS)
                ? named(ANONYMOUS, address.value())
                : person(address);
    }

    /** The person of any call. */
    Named person(IdentifierV1 address) throws Refusal {
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
        boolean prefixed = name.equals("cio_id") && value.startsWith(CIO_PREFIX);
        return named(name, prefixed ? value.substring(CIO_PREFIX.length()) : value);
    }

    /** The one who is gone after a merge. */
    Named absorbed(DeliveryV1 delivery) throws Refusal {
        Named absorbed = person(delivery.secondary());
        if (absorbed.equals(person(delivery.address()))) {
            throw new Refusal("merge_with_itself", "primary and secondary are one address");
        }
        return absorbed;
    }

    /** The thing of a call; its id and type are there and short enough. */
    ObjectRefV1 object(DeliveryV1 delivery) throws Refusal {
        ObjectRefV1 object = delivery.object();
        if (object == null || object.type() == null || object.type().isBlank()) {
            throw new Refusal("no_object", "the delivery names no object");
        }
        named("object_id", object.id());
        return object;
    }

    /** What is known of a device; token and, unless it goes, platform are there. */
    ObjectNode device(DeliveryV1 delivery) throws Refusal {
        ObjectNode device = present(delivery.body());
        if (device.path("token").asText().isBlank()) {
            throw new Refusal("no_device_token", "device.token is missing");
        }
        if (delivery.kind() == DeliveryV1.Kind.REMOVE_DEVICE) {
            device.retain("token");
        } else if (device.path("platform").asText().isBlank()) {
            throw new Refusal("no_device_platform", "device.platform is missing");
        }
        return device;
    }

    String eventName(String event) throws Refusal {
        if (event == null || event.isBlank()) {
            throw new Refusal("blank_event_name", "name is blank");
        }
        check(bytes(event), limits.event(), "too_long_event_name", "name");
        return event;
    }

    static Instant time(Instant asOf) throws Refusal {
        if (asOf == null || asOf.getEpochSecond() <= FIRST_SECOND || asOf.getEpochSecond() >= LAST_SECOND) {
            throw new Refusal("timestamp_out_of_range", "timestamp is missing or outside 2001 to 5138");
        }
        return asOf;
    }

    /** Attributes to write, and null for those to remove. */
    ObjectNode attributes(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
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

    /** A body without its nulls, because at the destination null means: remove. */
    static ObjectNode present(ObjectNode body) {
        ObjectNode present = Json.wire().createObjectNode();
        if (body != null) {
            body.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> present.set(entry.getKey(), entry.getValue()));
        }
        return present;
    }

    static void check(int found, int most, String code, String field) throws Refusal {
        if (found > most) {
            throw new Refusal(code, field + ": " + found + " bytes, at most " + most);
        }
    }

    private Named named(String name, String text) throws Refusal {
        String value = text == null ? "" : text;
        if (value.isBlank()) {
            throw new Refusal("blank_identifier", "identifiers." + name + " is blank");
        }
        check(bytes(value), limits.identifier(), "too_long_identifier", "identifiers." + name);
        return new Named(name, value);
    }

    private void checkName(String name) throws Refusal {
        check(bytes(name), limits.name(), "too_long_name", "attributes." + name);
    }

    private static int valueBytes(JsonNode value) throws JsonProcessingException {
        return value.isTextual() ? bytes(value.textValue()) : Json.wire().writeValueAsBytes(value).length;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
