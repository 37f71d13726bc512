package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectLink;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** Reads one v1 call (reference 2). The kind of the path identifier follows from its shape (2.2). */
public final class V1Reader {

    private static final List<IdentifierKind> MERGEABLE =
            List.of(IdentifierKind.ID, IdentifierKind.EMAIL, IdentifierKind.CIO_ID);

    private final Limits limits;
    private final Set<IdentifierKind> kinds;
    private final Set<String> segments;
    private final V2Relationships relationships;

    public V1Reader(Limits limits, Set<IdentifierKind> kinds, Set<String> segments, V2Identifiers identifiers) {
        this.limits = limits;
        this.kinds = Set.copyOf(kinds);
        this.segments = Set.copyOf(segments);
        this.relationships = new V2Relationships(limits, identifiers);
    }

    /** The body is an object; calls without a body are read with an empty one. */
    public Reading read(V1Call call, ObjectNode body) {
        List<String> errors = new ArrayList<>();
        ObjectNode named = Json.object();
        Optional<Operation> operation = switch (call.kind()) {
            case IDENTIFY -> addressed(call, named, errors).map(person -> identify(person, body, errors));
            case DELETE -> addressed(call, named, errors).map(Operation.Delete::new);
            case SUPPRESS -> addressed(call, named, errors).map(Operation.Suppress::new);
            case UNSUPPRESS -> addressed(call, named, errors).map(Operation.Unsuppress::new);
            case EVENT -> addressed(call, named, errors).map(person -> event(Optional.of(person), body, errors));
            case ANONYMOUS_EVENT -> Optional.of(anonymousEvent(body, named, errors));
            case MERGE -> merge(body, named, errors);
            case ADD_DEVICE -> addressed(call, named, errors).map(person -> device(person, body, errors));
            case DELETE_DEVICE ->
                addressed(call, named, errors).map(person -> new Operation.DeleteDevice(person, call.detail()));
            case ADD_TO_SEGMENT -> segment(call, LinkChange.ADD, body, named, errors);
            case REMOVE_FROM_SEGMENT -> segment(call, LinkChange.REMOVE, body, named, errors);
            case REPORT -> Optional.of(report(body, errors));
            case FORM -> Optional.of(form(body, errors));
        };
        List<FieldError> refused =
                errors.stream().map(text -> FieldError.invalid("body", text)).toList();
        return new Reading(
                "person", call.kind().action(), named, errors.isEmpty() ? operation : Optional.empty(), refused);
    }

    private Optional<PersonRef> addressed(V1Call call, ObjectNode named, List<String> errors) {
        String text = call.identifier();
        if (text.isBlank()) {
            errors.add("id attribute cannot be an empty string");
            return Optional.empty();
        }
        PersonRef person = new Shape(kinds).of(text);
        named.put(person.kind().key(), person.value());
        if (Utf8.length(person.value()) > limits.identifier()) {
            errors.add("id attribute cannot be longer than " + limits.identifier() + " bytes");
        }
        return Optional.of(person);
    }

    private Operation identify(PersonRef person, ObjectNode body, List<String> errors) {
        ObjectNode attributes = body.deepCopy();
        JsonNode update = attributes.remove("_update");
        JsonNode timestamp = attributes.remove("_timestamp");
        JsonNode related = attributes.remove("cio_relationships");
        checkIdentifier(attributes, "id", errors);
        checkIdentifier(attributes, "email", errors);
        for (AttributeCheck.Breach breach : new AttributeCheck(limits).breaches(attributes)) {
            errors.add(
                    switch (breach.kind()) {
                        case TOO_MANY ->
                            "cannot identify more than " + limits.attributes() + " attributes in one request";
                        case LONG_NAME -> "attribute name cannot be longer than " + limits.attributeName() + " bytes";
                        case LONG_VALUE ->
                            "value for attribute '" + breach.name() + "' cannot be longer than "
                                    + limits.attributeValue() + " bytes";
                    });
        }
        boolean remove = related != null && related.path("action").asText().equals("delete_relationships");
        return new Operation.Identify(
                person,
                attributes,
                update != null && update.asBoolean(false),
                timestamp == null ? OptionalLong.empty() : Timestamps.read(timestamp),
                remove ? LinkChange.REMOVE : LinkChange.ADD,
                links(related, errors));
    }

    private static void checkIdentifier(ObjectNode attributes, String key, List<String> errors) {
        JsonNode value = attributes.path(key);
        if (value.isContainerNode() || value.isBoolean()) {
            errors.add(key + " attribute must be a string value");
        } else if (key.equals("id") && value.isTextual() && value.asText().isBlank()) {
            errors.add("id attribute cannot be an empty string");
        }
    }

    private List<ObjectLink> links(JsonNode related, List<String> errors) {
        if (related == null) {
            return List.of();
        }
        V2Errors fieldErrors = new V2Errors();
        if (!related.isObject()) {
            errors.add("cio_relationships must be an object with action and relationships");
            return List.of();
        }
        List<ObjectLink> links = relationships.toObjects(related.get("relationships"), true, fieldErrors);
        fieldErrors.all().forEach(error -> errors.add(error.field() + " " + error.message()));
        return links;
    }

    private Operation event(Optional<PersonRef> person, ObjectNode body, List<String> errors) {
        String name = body.path("name").asText("").strip();
        if (name.isEmpty()) {
            errors.add("event name must not be blank");
        } else if (Utf8.length(name) > limits.eventName()) {
            errors.add("event name cannot be longer than " + limits.eventName() + " bytes");
        }
        JsonNode data = body.path("data");
        if (!data.isMissingNode() && !data.isNull() && !data.isObject()) {
            errors.add("event data must be a hash");
        } else if (data.isObject() && Json.bytes(data).length > limits.eventData()) {
            errors.add("event data cannot be longer than " + limits.eventData() + " bytes");
        }
        String type = body.path("type").asText("");
        return new Operation.Event(
                person,
                type.equals("page") || type.equals("screen") ? type : "event",
                name,
                Json.scalar(body, "id").filter(id -> !id.isEmpty()),
                Timestamps.read(body.path("timestamp")),
                data.isObject() ? (ObjectNode) data : Json.object());
    }

    private Operation anonymousEvent(ObjectNode body, ObjectNode named, List<String> errors) {
        Optional<PersonRef> person = Json.scalar(body, "anonymous_id")
                .filter(id -> !id.isEmpty())
                .map(id -> new PersonRef(IdentifierKind.ANONYMOUS_ID, id));
        person.ifPresent(ref -> named.put(ref.kind().key(), ref.value()));
        if (person.isEmpty() && !body.path("data").hasNonNull("recipient")) {
            errors.add("anonymous_id or data.recipient must be present");
        }
        return event(person, body, errors);
    }

    private Optional<Operation> merge(ObjectNode body, ObjectNode named, List<String> errors) {
        Function<String, Optional<PersonRef>> side = name -> {
            JsonNode node = body.path(name);
            List<PersonRef> refs = MERGEABLE.stream()
                    .flatMap(kind -> Json.scalar(node, kind.key()).stream()
                            .filter(text -> !text.isBlank())
                            .map(text -> new PersonRef(kind, text)))
                    .toList();
            if (refs.size() != 1 || node.size() != 1) {
                errors.add(name + " must contain exactly one of id, email or cio_id");
                return Optional.empty();
            }
            named.set(name, node);
            return Optional.of(refs.getFirst());
        };
        Optional<PersonRef> primary = side.apply("primary");
        Optional<PersonRef> secondary = side.apply("secondary");
        return primary.flatMap(first -> secondary.map(second -> new Operation.Merge(first, second)));
    }

    private Optional<Operation> segment(
            V1Call call, LinkChange change, ObjectNode body, ObjectNode named, List<String> errors) {
        named.put("segment", call.identifier());
        List<String> ids = new ArrayList<>();
        body.path("ids").forEach(id -> ids.add(id.asText()));
        Optional<IdentifierKind> kind = IdentifierKind.of(call.detail()).filter(MERGEABLE::contains);
        if (!segments.contains(call.identifier())) {
            errors.add("segment does not exist or is not a manual one");
        }
        if (!body.path("ids").isArray() || ids.size() > limits.segmentIds()) {
            errors.add("ids must be a list of at most " + limits.segmentIds());
        }
        if (kind.isEmpty()) {
            errors.add("id_type must be id, email or cio_id");
        }
        return kind.map(known -> new Operation.ChangeSegment(call.identifier(), change, known, List.copyOf(ids)));
    }

    private static Operation report(ObjectNode body, List<String> errors) {
        String delivery = body.path("delivery_id").asText("");
        String metric = body.path("metric").asText(body.path("event").asText(""));
        if (delivery.isEmpty()) {
            errors.add("delivery_id must be present");
        }
        return new Operation.ReportDelivery(delivery, metric);
    }

    /** Who submits a form is known by the id or the email in it; everything in it becomes an attribute (assumed). */
    private Operation form(ObjectNode body, List<String> errors) {
        JsonNode data = body.path("data");
        if (!data.isObject()) {
            errors.add("data must be an object");
            return new Operation.Nothing("the form is empty");
        }
        return List.of(IdentifierKind.ID, IdentifierKind.EMAIL).stream()
                .filter(kinds::contains)
                .filter(kind -> !data.path(kind.key()).asText("").isBlank())
                .findFirst()
                .<Operation>map(kind -> new Operation.Identify(
                        new PersonRef(kind, data.path(kind.key()).asText()),
                        ((ObjectNode) data).deepCopy(),
                        false,
                        OptionalLong.empty(),
                        LinkChange.ADD,
                        List.of()))
                .orElseGet(() -> new Operation.Nothing("the form names nobody"));
    }

    private static Operation device(PersonRef person, ObjectNode body, List<String> errors) {
        JsonNode device = body.path("device");
        String token = device.path("id").asText("");
        String platform = device.path("platform").asText("");
        if (token.isEmpty()) {
            errors.add("device id attribute must be present");
        }
        if (!platform.equals("ios") && !platform.equals("android")) {
            errors.add("device platform must be ios or android");
        }
        return new Operation.AddDevice(person, token, platform, Timestamps.read(device.path("last_used")));
    }
}
