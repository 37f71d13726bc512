package io.penstock.databricks.sandbox.http;

import java.nio.charset.StandardCharsets;

/** What goes back. The body is not copied. */
public record HttpAnswer(int status, String contentType, byte[] body) {
    /** JSON text with a status. */
    public static HttpAnswer json(int status, String text) {
        return new HttpAnswer(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** An error in the shape of Databricks' REST interface. Code and message must need no escaping. */
    public static HttpAnswer error(int status, String code, String message) {
        return json(status, "{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}");
    }
}
