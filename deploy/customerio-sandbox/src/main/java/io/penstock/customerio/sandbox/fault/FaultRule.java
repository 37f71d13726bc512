package io.penstock.customerio.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Random;
import java.util.Set;

/** One line of the fault plan: whom it meets, how often, and what it does. Guarded by its plan. */
final class FaultRule {

    private static final Set<String> KNOWN = Set.of(
            "match",
            "count",
            "probability",
            "seed",
            "latencyMs",
            "status",
            "retryAfter",
            "body",
            "resetBeforeApply",
            "resetAfterApply",
            "blackHole",
            "truncated",
            "partial200",
            "itemError");
    private static final Set<String> MATCHES = Set.of("method", "path", "person");

    private final ObjectNode source;
    private final Fault fault;
    private final String method;
    private final String path;
    private final String person;
    private final double probability;
    private final Random random;
    private long left;
    private long hits;

    FaultRule(JsonNode rule) {
        if (!rule.isObject()) {
            throw new IllegalArgumentException("A fault is a JSON object.");
        }
        rule.fieldNames().forEachRemaining(name -> check(KNOWN, name));
        rule.path("match").fieldNames().forEachRemaining(name -> check(MATCHES, name));
        source = rule.deepCopy();
        fault = Fault.read(rule);
        method = rule.path("match").path("method").asText("");
        path = rule.path("match").path("path").asText("");
        person = rule.path("match").path("person").asText("");
        probability = rule.path("probability").asDouble(1);
        random = new Random(rule.path("seed").asLong(0));
        left = rule.path("count").asLong(Long.MAX_VALUE);
    }

    private static void check(Set<String> known, String name) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("Unknown key \"" + name + "\" in a fault.");
        }
    }

    Fault fault() {
        return fault;
    }

    String person() {
        return person;
    }

    /** Whether the request meets this rule now; uses up one of its count when so. */
    boolean meets(String requestMethod, String requestPath, Collection<String> people) {
        boolean matches = left > 0
                && (method.isEmpty() || method.equals(requestMethod))
                && requestPath.startsWith(path)
                && (person.isEmpty() || people.stream().anyMatch(each -> each.startsWith(person)))
                && (probability >= 1 || random.nextDouble() < probability);
        if (matches) {
            left--;
            hits++;
        }
        return matches;
    }

    ObjectNode toJson() {
        ObjectNode shown = source.deepCopy();
        return shown.put("hits", hits);
    }
}
