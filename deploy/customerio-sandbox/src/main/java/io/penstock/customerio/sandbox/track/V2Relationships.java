package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.ObjectLink;
import io.penstock.customerio.sandbox.operation.PersonLink;
import java.util.ArrayList;
import java.util.List;

/** Reads attributes and the bare {@code cio_relationships} array of v2, whose items name the other side. */
final class V2Relationships {

    private static final String FIELD = "cio_relationships";

    private final AttributeCheck check;
    private final Limits limits;
    private final V2Identifiers identifiers;

    V2Relationships(Limits limits, V2Identifiers identifiers) {
        this.limits = limits;
        this.check = new AttributeCheck(limits);
        this.identifiers = identifiers;
    }

    /** A private copy of the attributes; empty when there are none or they are wrong. */
    ObjectNode attributes(JsonNode attributes, String field, V2Errors errors) {
        if (attributes == null || attributes.isNull()) {
            return Json.object();
        }
        if (!attributes.isObject()) {
            errors.invalid(field, "must be an object");
            return Json.object();
        }
        ObjectNode object = (ObjectNode) attributes;
        for (AttributeCheck.Breach breach : check.breaches(object)) {
            switch (breach.kind()) {
                case TOO_MANY -> errors.invalid(field, "cannot have more than " + limits.attributes() + " properties");
                case LONG_NAME ->
                    errors.invalid(
                            field + "." + breach.name(),
                            "property name cannot be longer than " + limits.attributeName() + " bytes");
                case LONG_VALUE ->
                    errors.invalid(
                            field + "." + breach.name(),
                            "property value cannot be longer than " + limits.attributeValue() + " bytes");
            }
        }
        return object.deepCopy();
    }

    List<ObjectLink> toObjects(JsonNode relationships, boolean required, V2Errors errors) {
        List<ObjectLink> links = new ArrayList<>();
        for (Item item : items(relationships, required, errors)) {
            ObjectNode attributes = relationshipAttributes(item, errors);
            identifiers
                    .object(item.node().path("identifiers"), item.field() + ".identifiers", errors)
                    .ifPresent(object -> links.add(new ObjectLink(object, attributes)));
        }
        return List.copyOf(links);
    }

    List<PersonLink> toPeople(JsonNode relationships, boolean required, boolean anonymous, V2Errors errors) {
        List<PersonLink> links = new ArrayList<>();
        for (Item item : items(relationships, required, errors)) {
            ObjectNode attributes = relationshipAttributes(item, errors);
            identifiers
                    .person(item.node().path("identifiers"), item.field() + ".identifiers", anonymous, errors)
                    .ifPresent(person -> links.add(new PersonLink(person, attributes)));
        }
        return List.copyOf(links);
    }

    private record Item(JsonNode node, String field) {}

    private static List<Item> items(JsonNode relationships, boolean required, V2Errors errors) {
        boolean absent = relationships == null || relationships.isNull();
        if (absent && !required) {
            return List.of();
        }
        if (absent || !relationships.isArray()) {
            errors.absentOrInvalid(FIELD, !absent, "must be an array");
            return List.of();
        }
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < relationships.size(); i++) {
            items.add(new Item(relationships.get(i), FIELD + "[" + i + "]"));
        }
        return items;
    }

    private ObjectNode relationshipAttributes(Item item, V2Errors errors) {
        return attributes(
                item.node().get("relationship_attributes"), item.field() + ".relationship_attributes", errors);
    }
}
