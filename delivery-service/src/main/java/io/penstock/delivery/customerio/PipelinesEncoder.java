package io.penstock.delivery.customerio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.delivery.core.Encoded;
import io.penstock.delivery.core.Sha256;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.Json;
import io.penstock.schemas.ObjectRefV1;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Says a delivery as one item of a Pipelines batch, or why it cannot be said. What has no call of its own is said by
 * the vendor's semantic events. Limits, nulls and numbers are treated as by {@link TrackEncoder}. Thread-safe.
 *
 * <p>There a person has one name only, {@code userId}, and its shape decides what it is; what would be taken for
 * something else is refused. So are attributes whose names mean something to the call itself.
 */
final class PipelinesEncoder {
    private static final int LONGEST_MESSAGE_ID = 100;
    private static final int DIGEST_BYTES = 8;
    private static final String CIO_PREFIX = "cio_";
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    /** What the vendor takes for an address for certain. Anything with an @ may be taken for one. */
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");

    private static final List<String> OF_IDENTIFY = List.of("createdAt");
    private static final List<String> OF_GROUP = List.of("objectTypeId", "object_type_id", "relationshipAttributes");

    private final Parts parts;

    PipelinesEncoder(TrackLimits limits) {
        this.parts = new Parts(limits);
    }

    /** One batch item, or the reason why no attempt would be accepted; the reason names fields and sizes only. */
    Encoded encode(DeliveryV1 delivery) {
        return parts.encoded(Ways.PIPELINES, parts.limits().item(), () -> call(delivery));
    }

    private ObjectNode call(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        return switch (delivery.kind()) {
            case IDENTIFY -> told(identify(delivery));
            case TRACK -> seen("track", "event", delivery);
            case PAGE -> seen("page", "name", delivery);
            case SCREEN -> seen("screen", "name", delivery);
            case MERGE -> ofPerson("alias", delivery).put("previousId", userId(parts.absorbed(delivery)));
            case DELETE -> act("User Deleted", delivery);
            case SUPPRESS -> act("User Suppressed", delivery);
            case UNSUPPRESS -> act("User Unsuppressed", delivery);
            case ADD_DEVICE -> device("Device Created or Updated", delivery);
            case REMOVE_DEVICE -> device("Device Deleted", delivery);
            case OBJECT -> told(object(delivery));
            case DELETE_OBJECT -> undo("Object Deleted", ofThing("track", delivery), delivery);
            case RELATE -> told(relate(delivery));
            case UNRELATE -> undo("Relationship Deleted", ofPerson("track", delivery), delivery);
        };
    }

    private ObjectNode identify(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode call = ofPerson("identify", delivery).put("timestamp", time(delivery.asOf()));
        ObjectNode traits = parts.attributes(delivery);
        refuse(OF_IDENTIFY, traits);
        if (traits.path("anonymous_id").isTextual()) {
            call.set("anonymousId", traits.remove("anonymous_id"));
        }
        return call.set("traits", traits);
    }

    /**
     * What is so, and not what happened: the id goes with what it says. A row that is played again says something else
     * once its pipeline was edited or its person has another address, and under a known id that would be accepted and
     * dropped.
     */
    private static ObjectNode told(ObjectNode call) throws Refusal, JsonProcessingException {
        byte[] digest = Sha256.digest().digest(Json.wire().writeValueAsBytes(call));
        String id = call.get("messageId").textValue() + '-' + HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        return call.put("messageId", messageId(id));
    }

    private static String messageId(String id) throws Refusal {
        if (id.length() > LONGEST_MESSAGE_ID) {
            String message = "messageId: %d characters, at most %d".formatted(id.length(), LONGEST_MESSAGE_ID);
            throw new Refusal("too_long_message_id", message);
        }
        return id;
    }

    private ObjectNode seen(String type, String name, DeliveryV1 delivery) throws Refusal {
        Parts.Named who = parts.visitor(delivery.address());
        return addressed(type, who, delivery)
                .put(name, parts.eventName(delivery.event()))
                .put("timestamp", time(delivery.asOf()))
                .set("properties", Parts.present(delivery.body()));
    }

    private ObjectNode act(String event, DeliveryV1 delivery) throws Refusal {
        ObjectNode call = ofPerson("track", delivery).put("event", event);
        call.putObject("properties");
        return call;
    }

    /** The vendor's mapping takes the time of the call for that of the last use (assumed). */
    private ObjectNode device(String event, DeliveryV1 delivery) throws Refusal {
        ObjectNode device = parts.device(delivery);
        ObjectNode call = ofPerson("track", delivery).put("event", event);
        if (device.path("last_used").canConvertToLong()) {
            call.put(
                    "timestamp",
                    time(Instant.ofEpochSecond(device.get("last_used").longValue())));
        }
        ObjectNode named = call.putObject("context")
                .putObject("device")
                .put("token", device.path("token").asText());
        if (device.has("platform")) {
            named.set("type", device.get("platform"));
        }
        ObjectNode properties = call.putObject("properties");
        if (device.path("attributes").isObject()) {
            properties.setAll((ObjectNode) device.get("attributes"));
        }
        return call;
    }

    private ObjectNode object(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode attributes = parts.attributes(delivery);
        refuse(OF_GROUP, attributes);
        ObjectNode call = ofThing("group", delivery);
        traits(call, parts.object(delivery)).setAll(attributes);
        return call;
    }

    private ObjectNode relate(DeliveryV1 delivery) throws Refusal, JsonProcessingException {
        ObjectNode call = ofPerson("group", delivery);
        ObjectNode traits = traits(call, parts.object(delivery));
        ObjectNode attributes = parts.attributes(delivery);
        if (!attributes.isEmpty()) {
            traits.set("relationshipAttributes", attributes);
        }
        return call;
    }

    private static ObjectNode traits(ObjectNode call, ObjectRefV1 object) {
        return call.put("groupId", object.id()).putObject("traits").put("objectTypeId", object.type());
    }

    private ObjectNode undo(String event, ObjectNode call, DeliveryV1 delivery) throws Refusal {
        ObjectRefV1 object = parts.object(delivery);
        call.put("event", event)
                .putObject("properties")
                .put("objectTypeId", object.type())
                .put("objectId", object.id());
        return call;
    }

    private ObjectNode ofPerson(String type, DeliveryV1 delivery) throws Refusal {
        return addressed(type, parts.person(delivery.address()), delivery);
    }

    /** Every call must name somebody. A thing alone is given a visitor of its own, who never comes. */
    private ObjectNode ofThing(String type, DeliveryV1 delivery) throws Refusal {
        ObjectRefV1 object = parts.object(delivery);
        String text = "penstock " + object.type() + " " + object.id();
        String nobody =
                UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
        return addressed(type, new Parts.Named("anonymous_id", nobody), delivery);
    }

    private static ObjectNode addressed(String type, Parts.Named who, DeliveryV1 delivery) throws Refusal {
        ObjectNode call =
                Json.wire().createObjectNode().put("type", type).put("messageId", messageId(delivery.deliveryId()));
        return who.isVisitor() ? call.put("anonymousId", who.value()) : call.put("userId", userId(who));
    }

    private static String userId(Parts.Named who) throws Refusal {
        boolean clear = switch (who.name()) {
            case "id" -> !who.value().contains("@") && !who.value().startsWith(CIO_PREFIX);
            case "email" -> EMAIL.matcher(who.value()).matches();
            default -> true;
        };
        if (!clear) {
            throw new Refusal(
                    "ambiguous_identifier",
                    "userId would not be taken for an " + who.name()
                            + " by its shape, and this wire has no other sign");
        }
        return who.name().equals("cio_id") ? CIO_PREFIX + who.value() : who.value();
    }

    private static void refuse(List<String> reserved, ObjectNode attributes) throws Refusal {
        for (String name : reserved) {
            if (attributes.has(name)) {
                throw new Refusal("reserved_name", "attributes." + name + " means something else in this call");
            }
        }
    }

    private static String time(Instant asOf) throws Refusal {
        return TIME.format(Parts.time(asOf));
    }
}
