package io.penstock.customerio.sandbox.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.penstock.customerio.sandbox.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The faults in force, tried in order: latencies add up, the first rule that does more decides. Safe for many threads.
 */
public final class FaultPlan {

    /** A fault and the prefix of the people it is meant for, empty for everybody. */
    public record Hit(Fault fault, String personPrefix) {}

    private static final Hit MISS = new Hit(Fault.NONE, "");

    private List<FaultRule> rules = List.of();

    /**
     * Replaces the plan by a list of rules (or one rule). Refuses unknown keys, so that a misspelt fault does not pass
     * for success.
     */
    public synchronized void replace(JsonNode plan) {
        List<FaultRule> read = new ArrayList<>();
        if (plan.isArray()) {
            plan.forEach(rule -> read.add(new FaultRule(rule)));
        } else {
            read.add(new FaultRule(plan));
        }
        rules = List.copyOf(read);
    }

    public synchronized void clear() {
        rules = List.of();
    }

    /** What this request meets. The people are the identifier values that its operations name. */
    public synchronized Hit decide(String method, String path, Collection<String> people) {
        Duration waited = Duration.ZERO;
        for (FaultRule rule : rules) {
            if (rule.meets(method, path, people)) {
                if (rule.fault().isDecisive()) {
                    return new Hit(rule.fault().after(waited), rule.person());
                }
                waited = waited.plus(rule.fault().latency());
            }
        }
        return waited.isZero() ? MISS : new Hit(Fault.NONE.after(waited), "");
    }

    /** The rules as given, each with how often it hit. */
    public synchronized ArrayNode toJson() {
        ArrayNode shown = Json.array();
        rules.forEach(rule -> shown.add(rule.toJson()));
        return shown;
    }
}
