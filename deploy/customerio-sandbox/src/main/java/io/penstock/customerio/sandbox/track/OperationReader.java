package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.IdentifierKind;
import java.util.Optional;
import java.util.Set;

/** Reads any single operation from where it came in and its body; the way in for requests and for the journal alike. */
public final class OperationReader {

    private final Limits limits;
    private final V1Reader v1;
    private final V2Reader v2;

    /** The kinds are those that name people in the workspace, without {@code cio_id}. */
    public OperationReader(Limits limits, Set<IdentifierKind> kinds, Set<String> objectTypes, Set<String> segments) {
        this.limits = limits;
        V2Identifiers identifiers = new V2Identifiers(limits, kinds, objectTypes);
        this.v1 = new V1Reader(limits, kinds, segments, identifiers);
        this.v2 = new V2Reader(limits, identifiers);
    }

    public Limits limits() {
        return limits;
    }

    /** Reads one v2 operation of that many bytes; larger than 32 KB is an error of its own (rule 8). */
    public Reading v2(JsonNode item, int bytes) {
        Reading reading = v2.read(item);
        return bytes <= limits.item()
                ? reading
                : reading.withError(FieldError.invalid("body", "must not be larger than " + limits.item() + " bytes"));
    }

    public Reading v1(V1Call call, ObjectNode body) {
        return v1.read(call, body);
    }

    /** Reads an operation again that was valid when it came; empty when today's settings refuse it. */
    public Optional<Reading> again(String method, String rawPath, byte[] body) {
        if (rawPath.startsWith("/api/v2/")) {
            return Json.parse(body).map(item -> v2(item, body.length));
        }
        ObjectNode object = Json.parse(body)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast)
                .orElseGet(Json::object);
        return V1Call.of(method, rawPath).map(call -> v1(call, object));
    }
}
