package io.penstock.customerio.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.customerio.sandbox.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What happens to a request that meets a rule.
 *
 * @param latency added before anything else
 * @param status answered instead of the real one, without applying anything; 0 means none
 * @param retryAfter the header's text: seconds or an HTTP date
 * @param body what the answer with that status carries
 * @param resetBeforeApply the connection is cut and nothing is applied
 * @param resetAfterApply everything is applied, then the connection is cut: the lost reply that proves idempotency
 * @param blackHole nothing is applied and nothing is ever answered; the connection stays open
 * @param truncated everything is applied, then the answer ends half-way
 * @param partial200 item errors come with 200 instead of 207 (rule 15)
 * @param itemError refuses the items of the matching people with this error, the others are applied
 */
public record Fault(
        Duration latency,
        int status,
        Optional<String> retryAfter,
        Body body,
        boolean resetBeforeApply,
        boolean resetAfterApply,
        boolean blackHole,
        boolean truncated,
        boolean partial200,
        Optional<ObjectNode> itemError) {

    /** What an answer with an injected status carries. */
    public enum Body {
        JSON,
        HTML,
        EMPTY
    }

    /** No fault. */
    public static final Fault NONE = new Fault(
            Duration.ZERO, 0, Optional.empty(), Body.JSON, false, false, false, false, false, Optional.empty());

    static Fault read(JsonNode rule) {
        return new Fault(
                Duration.ofMillis(rule.path("latencyMs").asLong(0)),
                rule.path("status").asInt(0),
                Json.scalar(rule, "retryAfter"),
                Body.valueOf(rule.path("body").asText("json").toUpperCase(Locale.ROOT)),
                rule.path("resetBeforeApply").asBoolean(false),
                rule.path("resetAfterApply").asBoolean(false),
                rule.path("blackHole").asBoolean(false),
                rule.path("truncated").asBoolean(false),
                rule.path("partial200").asBoolean(false),
                Optional.of(rule.path("itemError")).filter(JsonNode::isObject).map(ObjectNode.class::cast));
    }

    /** Whether it does more than delay; the first such rule ends the search. */
    boolean isDecisive() {
        return status != 0
                || resetBeforeApply
                || resetAfterApply
                || blackHole
                || truncated
                || partial200
                || itemError.isPresent();
    }

    Fault after(Duration waited) {
        return new Fault(
                latency.plus(waited),
                status,
                retryAfter,
                body,
                resetBeforeApply,
                resetAfterApply,
                blackHole,
                truncated,
                partial200,
                itemError);
    }

    /** The name by which the record of requests shows it; empty for none or mere latency. */
    public String label() {
        List<String> names = List.of(
                status != 0 ? "status-" + status : "",
                resetBeforeApply ? "reset-before-apply" : "",
                resetAfterApply ? "reset-after-apply" : "",
                blackHole ? "black-hole" : "",
                truncated ? "truncated" : "",
                partial200 ? "partial-200" : "",
                itemError.isPresent() ? "item-error" : "");
        return String.join(" ", names.stream().filter(name -> !name.isEmpty()).toList());
    }
}
