package io.penstock.customerio.sandbox.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import io.penstock.customerio.sandbox.operation.PersonRef;
import io.penstock.customerio.sandbox.track.Shape;
import java.util.Optional;

/**
 * Whom a call is about: its user id by shape, otherwise the email in its traits, otherwise its anonymous id.
 *
 * @param person empty when the call names nobody
 * @param anonymousId the visitor to link, when there is a person beside it
 */
record Who(Optional<PersonRef> person, Optional<String> anonymousId) {

    static Who of(JsonNode call, Shape shape) {
        Optional<String> anonymous = text(call, "anonymousId");
        Optional<PersonRef> known = text(call, "userId")
                .map(shape::of)
                .or(() -> text(call.path("traits"), "email").map(email -> new PersonRef(IdentifierKind.EMAIL, email)));
        return known.isPresent()
                ? new Who(known, anonymous)
                : new Who(anonymous.map(id -> new PersonRef(IdentifierKind.ANONYMOUS_ID, id)), Optional.empty());
    }

    static Optional<String> text(JsonNode object, String key) {
        return Json.scalar(object, key).filter(text -> !text.isBlank());
    }

    boolean isAnonymous() {
        return person.filter(ref -> ref.kind() == IdentifierKind.ANONYMOUS_ID).isPresent();
    }

    ObjectNode identifiers() {
        ObjectNode named = Json.object();
        person.ifPresent(ref -> named.put(ref.kind().key(), ref.value()));
        return named;
    }
}
