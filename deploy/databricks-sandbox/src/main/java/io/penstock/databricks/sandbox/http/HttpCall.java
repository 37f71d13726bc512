package io.penstock.databricks.sandbox.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read completely.
 *
 * @param path always with single slashes; the driver writes two at its start
 * @param query decoded; of a repeated name the last value
 * @param authorization the header of that name
 * @param principal who calls: known behind a token check only
 */
public record HttpCall(
        String method,
        String path,
        Map<String, String> query,
        Optional<String> authorization,
        byte[] body,
        Optional<String> principal) {

    /** Reads the pairs of a query string or of a form. */
    public static Map<String, String> pairs(String encoded) {
        Map<String, String> pairs = new HashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                pairs.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return Map.copyOf(pairs);
    }

    HttpCall by(String caller) {
        return new HttpCall(method, path, query, authorization, body, Optional.of(caller));
    }

    /** The token of an {@code Authorization: Bearer} header. */
    Optional<String> bearer() {
        return authorization
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).strip());
    }

    /** Text of an address without its percent signs and pluses. */
    public static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
