package io.penstock.delivery.customerio;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * One call's address and what goes with it.
 *
 * @param headers secrets among them
 */
record Endpoint(URI address, Map<String, String> headers) {
    Endpoint {
        headers = Map.copyOf(headers);
    }

    /** Value of the header {@code Authorization}; secret. */
    static String basic(String user, String password) {
        String credentials = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** An address without the slash at its end, so that a path can follow. */
    static String base(URI address) {
        String text = address.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public String toString() {
        return "Endpoint[" + address + "]";
    }
}
