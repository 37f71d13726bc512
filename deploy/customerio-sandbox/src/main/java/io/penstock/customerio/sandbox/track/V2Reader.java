package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Reads one v2 operation, from {@code /entity} or from a batch (rules 10 to 13). Own validation from the tables,
 * because the vendor's schema refuses the vendor's examples. Texts that no public source quotes are assumed; branch on
 * status and field only.
 */
public final class V2Reader {

    private static final List<String> PERSON_ACTIONS = List.of(
            "identify",
            "delete",
            "suppress",
            "unsuppress",
            "event",
            "page",
            "screen",
            "add_relationships",
            "delete_relationships",
            "add_device",
            "delete_device",
            "merge");
    private static final List<String> OBJECT_ACTIONS =
            List.of("identify", "identify_anonymous", "delete", "add_relationships", "delete_relationships");

    private final Limits limits;
    private final V2Identifiers identifiers;
    private final V2Relationships relationships;

    public V2Reader(Limits limits, V2Identifiers identifiers) {
        this.limits = limits;
        this.identifiers = identifiers;
        this.relationships = new V2Relationships(limits, identifiers);
    }

    public Reading read(JsonNode item) {
        V2Errors errors = new V2Errors();
        if (!item.isObject()) {
            errors.invalid("body", "must be an object");
            return new Reading("", "", Json.object(), Optional.empty(), errors.all());
        }
        ObjectNode call = (ObjectNode) item;
        String type = call.path("type").asText("");
        String action = call.path("action").asText("");
        Optional<Operation> operation = switch (type) {
            case "person" -> person(call, action, errors);
            case "object" -> object(call, action, errors);
            case "delivery" -> delivery(call, action, errors);
            default -> {
                errors.absentOrInvalid("type", call.has("type"), "must be one of delivery, object or person");
                yield Optional.empty();
            }
        };
        return new Reading(
                type, action, named(call), errors.all().isEmpty() ? operation : Optional.empty(), errors.all());
    }

    private static ObjectNode named(ObjectNode call) {
        if (call.path("identifiers").isObject()) {
            return (ObjectNode) call.get("identifiers");
        }
        ObjectNode sides = Json.object();
        for (String side : List.of("primary", "secondary")) {
            if (call.has(side)) {
                sides.set(side, call.get(side));
            }
        }
        return sides;
    }

    private Optional<Operation> person(ObjectNode call, String action, V2Errors errors) {
        if (action.equals("merge")) {
            return merge(call, errors);
        }
        if (!PERSON_ACTIONS.contains(action)) {
            return wrongAction(call, PERSON_ACTIONS, errors);
        }
        boolean event = List.of("event", "page", "screen").contains(action);
        Optional<PersonRef> person = identifiers.person(call.path("identifiers"), "identifiers", event, errors);
        return switch (action) {
            case "identify" -> identify(call, person, errors);
            case "delete" -> person.map(Operation.Delete::new);
            case "suppress" -> person.map(Operation.Suppress::new);
            case "unsuppress" -> person.map(Operation.Unsuppress::new);
            case "add_relationships" -> relate(call, person, LinkChange.ADD, errors);
            case "delete_relationships" -> relate(call, person, LinkChange.REMOVE, errors);
            case "add_device" -> addDevice(call, person, errors);
            case "delete_device" -> deleteDevice(call, person, errors);
            default -> event(call, action, person, errors);
        };
    }

    private static Optional<Operation> wrongAction(ObjectNode call, List<String> allowed, V2Errors errors) {
        List<String> sorted = List.copyOf(new TreeSet<>(allowed));
        String all = String.join(", ", sorted.subList(0, sorted.size() - 1));
        String message = sorted.size() == 1
                ? "must be " + sorted.getFirst()
                : "must be one of " + all + " or " + sorted.getLast();
        errors.absentOrInvalid("action", call.has("action"), message);
        return Optional.empty();
    }

    private Optional<Operation> merge(ObjectNode call, V2Errors errors) {
        if (call.has("identifiers")) {
            errors.invalid("identifiers", "must not be set; a merge takes primary and secondary");
        }
        Optional<PersonRef> primary = identifiers.mergeSide(call, "primary", errors);
        Optional<PersonRef> secondary = identifiers.mergeSide(call, "secondary", errors);
        return primary.flatMap(first -> secondary.map(second -> new Operation.Merge(first, second)));
    }

    private Optional<Operation> identify(ObjectNode call, Optional<PersonRef> person, V2Errors errors) {
        ObjectNode attributes = relationships.attributes(call.get("attributes"), "attributes", errors);
        JsonNode update = attributes.remove("_update");
        var links = relationships.toObjects(call.get("cio_relationships"), false, errors);
        return person.map(found -> new Operation.Identify(
                found,
                attributes,
                update != null && update.asBoolean(false),
                Timestamps.read(call.path("timestamp")),
                LinkChange.ADD,
                links));
    }

    private Optional<Operation> relate(
            ObjectNode call, Optional<PersonRef> person, LinkChange change, V2Errors errors) {
        var links = relationships.toObjects(call.get("cio_relationships"), true, errors);
        return person.map(found -> new Operation.Relate(found, change, links));
    }

    private Optional<Operation> event(ObjectNode call, String action, Optional<PersonRef> person, V2Errors errors) {
        JsonNode name = call.path("name");
        String trimmed = name.asText("").strip();
        if (!name.isTextual() || trimmed.isEmpty()) {
            errors.absentOrInvalid("name", call.hasNonNull("name"), "must not be blank");
        } else if (Utf8.length(trimmed) > limits.eventName()) {
            errors.invalid("name", "event name cannot be longer than " + limits.eventName() + " bytes");
        }
        JsonNode data = call.path("attributes");
        if (!data.isMissingNode() && !data.isNull() && !data.isObject()) {
            errors.invalid("attributes", "must be an object");
        }
        ObjectNode kept = data.isObject() ? (ObjectNode) data : Json.object();
        return Optional.of(new Operation.Event(
                person,
                action,
                trimmed,
                Json.scalar(call, "id").filter(id -> !id.isEmpty()),
                Timestamps.read(call.path("timestamp")),
                kept));
    }

    private static Optional<Operation> addDevice(ObjectNode call, Optional<PersonRef> person, V2Errors errors) {
        JsonNode device = call.path("device");
        String token = token(device, errors);
        String platform = device.path("platform").asText("");
        if (!platform.equals("ios") && !platform.equals("android")) {
            errors.absentOrInvalid("device.platform", device.has("platform"), "must be one of android or ios");
        }
        return person.map(
                found -> new Operation.AddDevice(found, token, platform, Timestamps.read(device.path("last_used"))));
    }

    private static Optional<Operation> deleteDevice(ObjectNode call, Optional<PersonRef> person, V2Errors errors) {
        String token = token(call.path("device"), errors);
        return person.map(found -> new Operation.DeleteDevice(found, token));
    }

    private static String token(JsonNode device, V2Errors errors) {
        String token = device.path("token").asText("");
        if (token.isEmpty()) {
            errors.absentOrInvalid("device.token", device.has("token"), "must be a non-empty string");
        }
        return token;
    }

    private Optional<Operation> object(ObjectNode call, String action, V2Errors errors) {
        if (!OBJECT_ACTIONS.contains(action)) {
            return wrongAction(call, OBJECT_ACTIONS, errors);
        }
        Optional<ObjectRef> object = identifiers.object(call.path("identifiers"), "identifiers", errors);
        if (action.equals("delete")) {
            return object.map(Operation.DeleteObject::new);
        }
        boolean required = action.endsWith("_relationships");
        boolean anonymous = action.equals("identify_anonymous");
        var links = relationships.toPeople(call.get("cio_relationships"), required, anonymous, errors);
        if (required) {
            LinkChange change = action.startsWith("add") ? LinkChange.ADD : LinkChange.REMOVE;
            return object.map(found -> new Operation.RelateObject(found, change, links));
        }
        ObjectNode attributes = relationships.attributes(call.get("attributes"), "attributes", errors);
        return object.map(found ->
                new Operation.IdentifyObject(found, attributes, Timestamps.read(call.path("timestamp")), links));
    }

    private static Optional<Operation> delivery(ObjectNode call, String action, V2Errors errors) {
        if (!action.equals("event")) {
            return wrongAction(call, List.of("event"), errors);
        }
        String id = call.path("identifiers").path("id").asText("");
        if (id.isEmpty()) {
            errors.required("identifiers.id", "must be a delivery id");
        }
        String metric = call.path("name").asText("");
        if (!List.of("opened", "converted", "delivered").contains(metric)) {
            errors.absentOrInvalid("name", call.has("name"), "must be one of converted, delivered or opened");
        }
        return Optional.of(new Operation.ReportDelivery(id, metric));
    }
}
