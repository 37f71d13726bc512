package io.penstock.identity.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.penstock.schemas.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Answers in the wire's own JSON. */
final class Answers {
    /** Body of every answer that is an error. */
    record Problem(String code, String message) {}

    private Answers() {}

    static Response problem(int status, String code, String message) {
        return json(status, new Problem(code, message)).build();
    }

    static Response.ResponseBuilder json(int status, Object body) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(Json.wire().writeValueAsString(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answer cannot be written", e);
        }
    }
}
