package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.json.Utf8;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads who or what a v2 operation is about (rules 10 to 12). */
public final class V2Identifiers {

    private static final String SCALAR = "must be a string or a number";

    private final Limits limits;
    private final Set<IdentifierKind> kinds;
    private final Set<String> objectTypes;

    /** The kinds are those the workspace knows, without {@code cio_id} and {@code anonymous_id}. */
    public V2Identifiers(Limits limits, Set<IdentifierKind> kinds, Set<String> objectTypes) {
        this.limits = limits;
        this.kinds = EnumSet.copyOf(kinds);
        this.kinds.add(IdentifierKind.CIO_ID);
        this.objectTypes = Set.copyOf(objectTypes);
    }

    /** Exactly one identifier. Anonymous ones are taken for events (assumed) and in {@code identify_anonymous}. */
    Optional<PersonRef> person(JsonNode identifiers, String field, boolean anonymous, V2Errors errors) {
        if (!identifiers.isObject()) {
            errors.absentOrInvalid(field, !identifiers.isMissingNode(), "must be an object");
            return Optional.empty();
        }
        if (identifiers.size() != 1) {
            errors.absentOrInvalid(field, !identifiers.isEmpty(), "must contain exactly one identifier");
            return Optional.empty();
        }
        Map.Entry<String, JsonNode> only = identifiers.properties().iterator().next();
        Optional<IdentifierKind> kind = IdentifierKind.of(only.getKey())
                .filter(each -> kinds.contains(each) || anonymous && each == IdentifierKind.ANONYMOUS_ID);
        if (kind.isEmpty()) {
            errors.invalid(field + "." + only.getKey(), "is not an identifier of people in this workspace");
            return Optional.empty();
        }
        return value(identifiers, only.getKey(), field, errors).map(text -> new PersonRef(kind.get(), text));
    }

    Optional<PersonRef> mergeSide(ObjectNode call, String side, V2Errors errors) {
        Optional<PersonRef> person = person(call.path(side), side, false, errors);
        if (person.filter(ref -> ref.kind() == IdentifierKind.PHONE).isPresent()) {
            errors.invalid(side + ".phone", "cannot be used in a merge");
            return Optional.empty();
        }
        return person;
    }

    Optional<ObjectRef> object(JsonNode identifiers, String field, V2Errors errors) {
        if (!identifiers.isObject()) {
            errors.absentOrInvalid(field, !identifiers.isMissingNode(), "must be an object");
            return Optional.empty();
        }
        if (identifiers.has("cio_object_id")) {
            return value(identifiers, "cio_object_id", field, errors).map(ObjectRef.CioObjectId::new);
        }
        Optional<String> type = value(identifiers, "object_type_id", field, errors);
        Optional<String> id = value(identifiers, "object_id", field, errors);
        if (type.isPresent() && !objectTypes.contains(type.get())) {
            errors.invalid(field + ".object_type_id", "object type does not exist");
            return Optional.empty();
        }
        return type.flatMap(known -> id.map(text -> new ObjectRef.Key(known, text)));
    }

    private Optional<String> value(JsonNode identifiers, String key, String field, V2Errors errors) {
        String name = field + "." + key;
        if (!identifiers.has(key)) {
            errors.required(name, SCALAR);
            return Optional.empty();
        }
        Optional<String> text = Json.scalar(identifiers, key);
        if (text.isEmpty()) {
            errors.invalid(name, SCALAR);
        } else if (text.get().isBlank()) {
            errors.invalid(name, "cannot be an empty string");
            return Optional.empty();
        } else if (Utf8.length(text.get()) > limits.identifier()) {
            errors.invalid(name, "cannot be longer than " + limits.identifier() + " bytes");
            return Optional.empty();
        } else if (key.equals("cio_id") && text.get().startsWith("cio_")) {
            errors.invalid(name, "must be written without the prefix cio_");
            return Optional.empty();
        }
        return text;
    }
}
