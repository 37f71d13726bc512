package io.penstock.databricks.sandbox.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes back. The body is not copied; the headers come on top of the usual ones. */
public record HttpAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    /** Copies the headers. */
    public HttpAnswer {
        headers = Map.copyOf(headers);
    }

    /** An answer without headers of its own. */
    public HttpAnswer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** JSON text with a status. */
    public static HttpAnswer json(int status, String text) {
        return new HttpAnswer(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error in the shape of Databricks' REST interface. */
    public static HttpAnswer error(int status, String code, String message) {
        return json(
                status,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("error_code", code)
                        .put("message", message)
                        .toString());
    }
}
