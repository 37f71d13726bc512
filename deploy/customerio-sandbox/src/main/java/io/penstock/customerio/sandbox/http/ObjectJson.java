package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.workspace.StoredObject;
import io.penstock.customerio.sandbox.workspace.Workspace;

/** An object in the App API's shape (assumed where no recorded answer exists). */
final class ObjectJson {

    private ObjectJson() {}

    static ObjectNode attributes(StoredObject object) {
        ObjectNode body = Json.object();
        ObjectNode shown = body.putObject("object");
        shown.putObject("identifiers")
                .put("object_type_id", object.key().type())
                .put("object_id", object.key().id())
                .put("cio_object_id", object.cioObjectId());
        PersonJson.fill(object.attributes(), shown.putObject("attributes"), shown.putObject("timestamps"));
        return body;
    }

    static ObjectNode relationships(Workspace workspace, StoredObject object) {
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("cio_relationships");
        object.people().forEach((cioId, attributes) -> {
            ObjectNode entry = list.addObject();
            workspace
                    .find(new PersonRef(IdentifierKind.CIO_ID, cioId))
                    .ifPresent(person -> entry.set("identifiers", PersonJson.identifiers(person)));
            PersonJson.fill(attributes, entry.putObject("relationship_attributes"), Json.object());
        });
        body.put("next", "");
        return body;
    }
}
