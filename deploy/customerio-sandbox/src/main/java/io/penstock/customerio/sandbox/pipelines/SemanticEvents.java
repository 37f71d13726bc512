package io.penstock.customerio.sandbox.pipelines;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import io.penstock.customerio.sandbox.operation.LinkChange;
import io.penstock.customerio.sandbox.operation.ObjectLink;
import io.penstock.customerio.sandbox.operation.ObjectRef;
import io.penstock.customerio.sandbox.operation.Operation;
import io.penstock.customerio.sandbox.operation.PersonRef;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The names of {@code track} that act instead of being recorded (reference 4). A warehouse event named "User Deleted"
 * deletes the profile.
 */
final class SemanticEvents {

    private static final String TYPE_OF_NONE = "1";

    private SemanticEvents() {}

    /** What the event does; empty for an ordinary one. */
    static Optional<Operation> operation(JsonNode call, PersonRef person) {
        JsonNode properties = call.path("properties");
        JsonNode device = call.path("context").path("device");
        String token = device.path("token").asText("");
        return switch (call.path("event").asText("")) {
            case "User Deleted" -> Optional.of(new Operation.Delete(person));
            case "User Suppressed" -> Optional.of(new Operation.Suppress(person));
            case "User Unsuppressed" -> Optional.of(new Operation.Unsuppress(person));
            case "Device Created or Updated" ->
                Optional.of(
                        token.isEmpty()
                                ? new Operation.Nothing("context.device.token is missing")
                                : new Operation.AddDevice(
                                        person, token, device.path("type").asText("ios"), OptionalLong.empty()));
            case "Device Deleted" -> Optional.of(new Operation.DeleteDevice(person, token));
            case "Relationship Deleted" ->
                Optional.of(new Operation.Relate(
                        person, LinkChange.REMOVE, List.of(new ObjectLink(object(properties), Json.object()))));
            case "Object Deleted" -> Optional.of(new Operation.DeleteObject(object(properties)));
            case "Report Delivery Event", "Report Content Event" ->
                Optional.of(new Operation.ReportDelivery(
                        properties.path("deliveryId").asText(""),
                        properties.path("metric").asText("")));
            default -> Optional.empty();
        };
    }

    private static ObjectRef object(JsonNode properties) {
        String type = properties.path("objectTypeId").asText(TYPE_OF_NONE);
        return new ObjectRef.Key(type, properties.path("objectId").asText(""));
    }
}
