package io.penstock.customerio.sandbox.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.intake.Origin;
import io.penstock.customerio.sandbox.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request, read completely.
 *
 * @param path raw, still percent-encoded
 * @param query decoded, a plus sign as a space; of a repeated name the last
 * @param rawQuery as sent, or empty
 * @param headers by lower-case name; of a repeated name the first
 */
record Request(String method, String path, String rawQuery, Map<String, String> headers, byte[] body) {

    private static final Set<String> NOT_RECORDED = Set.of("authorization", "content-length");

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    String authorization() {
        return header("authorization");
    }

    /** Where it came from, for the record: without the key that it carries. */
    Origin origin() {
        ObjectNode shown = Json.object();
        headers.forEach((name, value) -> {
            if (!NOT_RECORDED.contains(name)) {
                shown.put(name, value);
            }
        });
        String target = rawQuery.isEmpty() ? path : path + "?" + rawQuery;
        return new Origin(method, target, shown.toString().intern());
    }

    Map<String, String> query() {
        return query(rawQuery);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (!raw.isEmpty()) {
            for (String pair : raw.split("&")) {
                String[] sides = pair.split("=", 2);
                query.put(decode(sides[0]), sides.length > 1 ? decode(sides[1]) : "");
            }
        }
        return query;
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(query().get(name)).filter(text -> !text.isEmpty());
    }

    /** A whole number from the query; refuses anything else. */
    long number(String name, long otherwise) {
        try {
            return parameter(name).map(Long::parseLong).orElse(otherwise);
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("The parameter \"" + name + "\" must be a whole number.", wrong);
        }
    }

    /** The decoded segments of the path below a prefix. */
    String[] segments(String prefix) {
        String[] parts = path.substring(prefix.length()).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = decode(parts[i].replace("+", "%2B"));
        }
        return parts;
    }
}
