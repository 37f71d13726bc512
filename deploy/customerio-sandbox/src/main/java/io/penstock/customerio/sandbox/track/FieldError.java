package io.penstock.customerio.sandbox.track;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;

/** One reason why a call is refused, as v2 words it; v1 shows the message only. */
public record FieldError(String reason, String field, String message) {

    public static FieldError required(String field, String message) {
        return new FieldError("required", field, message);
    }

    public static FieldError invalid(String field, String message) {
        return new FieldError("invalid", field, message);
    }

    public ObjectNode toJson() {
        return Json.object().put("reason", reason).put("field", field).put("message", message);
    }
}
