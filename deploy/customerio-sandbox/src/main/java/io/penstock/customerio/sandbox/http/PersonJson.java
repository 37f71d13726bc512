package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.workspace.AttributeStore;
import io.penstock.customerio.sandbox.workspace.Profile;
import io.penstock.customerio.sandbox.workspace.StoredEvent;
import io.penstock.customerio.sandbox.workspace.StoredObject;
import io.penstock.customerio.sandbox.workspace.Workspace;

/** A person in the App API's shape, and more fully for the inspection. Every attribute is a string (reference 2.3). */
final class PersonJson {

    private static final int EVENTS_SHOWN = 1000;

    private PersonJson() {}

    static ObjectNode identifiers(Profile person) {
        return Json.object()
                .put("cio_id", person.cioId())
                .put("email", person.identifier(IdentifierKind.EMAIL).orElse(null))
                .put("id", person.identifier(IdentifierKind.ID).orElse(null));
    }

    static ObjectNode attributes(Workspace workspace, Profile person) {
        ObjectNode body = Json.object();
        ObjectNode customer = body.putObject("customer");
        customer.put("id", person.identifier(IdentifierKind.ID).orElse(""));
        customer.set("identifiers", identifiers(person));
        ObjectNode attributes = customer.putObject("attributes");
        ObjectNode timestamps = customer.putObject("timestamps");
        attributes.put("cio_id", person.cioId());
        timestamps.put("cio_id", person.createdAt());
        fill(person.attributes(), attributes, timestamps);
        customer.put("unsubscribed", person.isUnsubscribed());
        ArrayNode devices = customer.putArray("devices");
        person.devices()
                .values()
                .forEach(device -> devices.addObject()
                        .put("id", device.token())
                        .put("platform", device.platform())
                        .put("last_used", device.lastUsed()));
        return body;
    }

    static ObjectNode relationships(Workspace workspace, Profile person) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("cio_relationships");
        for (StoredObject object : workspace.objectsOf(person)) {
            ObjectNode entry = list.addObject();
            entry.put("object_type_id", object.key().type());
            ObjectNode identifiers = entry.putObject("identifiers");
            identifiers.put("object_id", object.key().id());
            identifiers.put("cio_object_id", object.cioObjectId());
            ObjectNode attributes = entry.putObject("relationship_attributes");
            fill(object.people().get(person.cioId()), attributes, Json.object());
        }
        body.put("next", "");
        return body;
    }

    /** Everything kept about a person; of the events the newest thousand. */
    static ObjectNode everything(Workspace workspace, Profile person) {
        ObjectNode body = (ObjectNode) attributes(workspace, person).get("customer");
        body.put("created_at", person.createdAt());
        person.anonymousIds().forEach(body.putArray("anonymous_ids")::add);
        body.set("cio_relationships", relationships(workspace, person).get("cio_relationships"));
        body.put("event_count", person.events().size());
        ArrayNode events = body.putArray("events");
        int from = Math.max(0, person.events().size() - EVENTS_SHOWN);
        person.events().subList(from, person.events().size()).forEach(event -> events.add(event(event)));
        return body;
    }

    private static ObjectNode event(StoredEvent event) {
        ObjectNode json = Json.object()
                .put("id", event.id())
                .put("type", event.kind())
                .put("name", event.name())
                .put("timestamp", event.timestamp())
                .put("received_at", event.receivedAt())
                .put("can_trigger", event.canTrigger());
        json.set("data", Json.parse(event.data()).orElseThrow());
        return json;
    }

    static void fill(AttributeStore store, ObjectNode attributes, ObjectNode timestamps) {
        store.present().forEach((name, entry) -> {
            attributes.put(name, entry.value());
            timestamps.put(name, entry.timestamp());
        });
    }
}
