package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.customerio.sandbox.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a request is answered with; {@link #CUT} closes the connection without a word, {@link #SILENCE} leaves it open.
 */
record Answer(int status, String contentType, Body body, Map<String, String> headers) {

    static final Answer CUT = new Answer(0, "", Body.of(new byte[0]), Map.of());
    static final Answer SILENCE = new Answer(0, "", Body.of(new byte[0]), Map.of());
    private static final String JSON = "application/json; charset=utf-8";

    /** The success of the Track API as recorded live: an empty object, a newline and these headers. */
    static final Answer SUCCESS = new Answer(
            200,
            JSON,
            Body.of("{}\n".getBytes(StandardCharsets.UTF_8)),
            Map.of(
                    "Cache-Control", "no-cache, no-store, must-revalidate, max-age=0",
                    "Access-Control-Allow-Origin", "*",
                    "Status", "200 OK"));

    static Answer json(int status, JsonNode body) {
        return json(status, Body.of(Json.bytes(body)));
    }

    static Answer json(int status, Body body) {
        return new Answer(status, JSON, body, Map.of());
    }

    /** A refusal of the inspection endpoints. */
    static Answer error(int status, String message) {
        return json(status, Json.object().put("error", message));
    }

    static Answer text(int status, String contentType, String body) {
        return new Answer(status, contentType, Body.of(body.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    Answer with(Body other) {
        return new Answer(status, contentType, other, headers);
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, body, more);
    }
}
