package io.penstock.customerio.sandbox.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.PersonLink;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.track.AttributeCheck;
import io.penstock.customerio.sandbox.track.FieldError;
import io.penstock.customerio.sandbox.track.Limits;
import io.penstock.customerio.sandbox.track.Reading;
import io.penstock.customerio.sandbox.track.Shape;
import io.penstock.customerio.sandbox.workspace.WorkspaceSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads one Pipelines call by the default mapping into a workspace (reference 4). The type of the record is the call's;
 * its action is empty.
 */
public final class PipelinesReader {

    /** The calls that have a path of their own; a batch has one too. */
    public static final Set<String> TYPES = Set.of("identify", "track", "page", "screen", "group", "alias");

    private static final String PREFIX = "/v1/";

    private final Limits limits;
    private final WorkspaceSettings settings;
    private final Shape shape;

    public PipelinesReader(Limits limits, WorkspaceSettings settings) {
        this.limits = limits;
        this.settings = settings;
        this.shape = new Shape(settings.identifierKinds());
    }

    public Limits limits() {
        return limits;
    }

    /** Reads an operation of the journal again: of its own path, or an item of a batch. */
    public Optional<Reading> again(String path, byte[] body) {
        String type = path.equals(PREFIX + "batch") ? "" : path.substring(PREFIX.length());
        return Json.parse(body).map(call -> read(type, call, body.length));
    }

    /** Reads one call of that many bytes; an empty type is taken from the call itself, as in a batch. */
    public Reading read(String pathType, JsonNode call, int bytes) {
        String type = pathType.isEmpty() ? call.path("type").asText("") : pathType;
        Who who = Who.of(call, shape);
        List<FieldError> errors = new ArrayList<>();
        if (!call.isObject()) {
            errors.add(FieldError.invalid("body", "must be an object"));
        } else if (bytes > limits.item()) {
            errors.add(FieldError.invalid("body", "must not be larger than " + limits.item() + " bytes"));
        } else {
            check(type, call, who, errors);
        }
        Optional<Operation> operation =
                errors.isEmpty() ? Optional.of(once(call, operation(type, call, who))) : Optional.empty();
        return new Reading("pipelines", type, who.identifiers(), operation, errors);
    }

    private void check(String type, JsonNode call, Who who, List<FieldError> errors) {
        switch (type) {
            case "track" -> require(call, "event", errors);
            case "group" -> require(call, "groupId", errors);
            case "alias" -> require(call, "previousId", errors);
            case "identify", "page", "screen" -> {}
            default -> errors.add(FieldError.invalid("type", "must be one of " + String.join(", ", TYPES)));
        }
        if (type.equals("alias")) {
            require(call, "userId", errors);
        } else if (who.person().isEmpty()) {
            errors.add(FieldError.required("userId", "userId or anonymousId must be present"));
        }
        for (String bag : List.of("traits", "properties")) {
            JsonNode value = call.path(bag);
            if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
                errors.add(FieldError.invalid(bag, "must be an object"));
            }
        }
        if (call.path("traits").isObject()) {
            new AttributeCheck(limits)
                    .breaches((ObjectNode) call.get("traits"))
                    .forEach(breach -> errors.add(
                            FieldError.invalid("traits." + breach.name(), "breaks a limit: " + breach.kind())));
        }
        if (Utf8.length(call.path("event").asText("")) > limits.eventName()) {
            errors.add(
                    FieldError.invalid("event", "event name cannot be longer than " + limits.eventName() + " bytes"));
        }
    }

    private static void require(JsonNode call, String key, List<FieldError> errors) {
        if (Who.text(call, key).isEmpty()) {
            errors.add(FieldError.required(key, key + " must be present"));
        }
    }

    private static Operation once(JsonNode call, Operation operation) {
        return Who.text(call, "messageId")
                .<Operation>map(id -> new Operation.Once(id, operation))
                .orElse(operation);
    }

    private Operation operation(String type, JsonNode call, Who who) {
        return switch (type) {
            case "identify" -> identify(call, who);
            case "group" -> group(call, who);
            case "alias" ->
                new Operation.Merge(
                        shape.of(call.path("userId").asText()),
                        shape.of(call.path("previousId").asText()));
            case "track" -> {
                Optional<Operation> semantic =
                        SemanticEvents.operation(call, who.person().orElseThrow());
                yield semantic.orElseGet(
                        () -> event("event", call.path("event").asText().strip(), call, who));
            }
            default ->
                event(
                        type,
                        Who.text(call, "name")
                                .or(() -> Who.text(call.path("properties"), "url"))
                                .orElse(type),
                        call,
                        who);
        };
    }

    /** An identify of a mere visitor changes nobody yet (assumed). */
    private Operation identify(JsonNode call, Who who) {
        if (who.isAnonymous()) {
            return new Operation.Nothing("names a visitor only");
        }
        ObjectNode attributes = bag(call, "traits");
        JsonNode created = attributes.remove("createdAt");
        if (created != null) {
            attributes.set("created_at", created);
        }
        who.anonymousId().ifPresent(id -> attributes.put(IdentifierKind.ANONYMOUS_ID.key(), id));
        return new Operation.Identify(
                who.person().orElseThrow(), attributes, false, time(call), LinkChange.ADD, List.of());
    }

    private Operation event(String kind, String name, JsonNode call, Who who) {
        return new Operation.Event(
                who.person(), kind, name, Who.text(call, "messageId"), time(call), bag(call, "properties"));
    }

    private Operation group(JsonNode call, Who who) {
        ObjectNode attributes = bag(call, "traits");
        JsonNode related = attributes.remove("relationshipAttributes");
        JsonNode camel = attributes.remove("objectTypeId");
        JsonNode snake = attributes.remove("object_type_id");
        String type = camel != null ? camel.asText() : snake != null ? snake.asText() : "1";
        if (!settings.objectTypes().contains(type)) {
            return new Operation.Nothing("object type does not exist");
        }
        PersonRef person = who.person().orElseThrow();
        ObjectNode link = related != null && related.isObject() ? (ObjectNode) related : Json.object();
        return new Operation.IdentifyObject(
                new ObjectRef.Key(type, call.path("groupId").asText()),
                attributes,
                time(call),
                List.of(new PersonLink(person, link)));
    }

    private ObjectNode bag(JsonNode call, String key) {
        JsonNode value = call.path(key);
        if (!value.isObject()) {
            return Json.object();
        }
        return (ObjectNode) (settings.convertTimestamp() ? Instants.converted(value) : value.deepCopy());
    }

    private static OptionalLong time(JsonNode call) {
        return Instants.seconds(call.path("timestamp").asText(""));
    }
}
