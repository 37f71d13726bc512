package io.penstock.local.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.DeadLetterV1;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The two promises, judged by the table alone. <em>No wrong value</em>: whatever stands at Customer.io was, at some
 * version, what the person's column truly said. <em>No silent loss</em>: at the end every value of the head is there,
 * or its row is in the dead letters with that value, or the pipeline has stopped and says so.
 */
final class Invariants {
    private Invariants() {}

    /** Values at Customer.io that no version of the table explains. */
    static List<String> wrongValues(History history, Truth truth, Observation found) {
        List<String> wrong = new ArrayList<>();
        found.attributes()
                .forEach((person, attributes) -> attributes.forEach((attribute, value) -> {
                    if (!truth.everWas(history.personId(person), attribute, value, found.head())) {
                        wrong.add(person + "." + attribute + " is " + value
                                + ", which the table never said up to version " + found.head());
                    }
                }));
        return wrong;
    }

    /** Values of the newest version that are nowhere. */
    static List<String> silentLosses(History history, Truth truth, Observation found) {
        if (found.saysItStopped()) {
            return List.of();
        }
        List<String> lost = new ArrayList<>();
        for (String person : history.people()) {
            Map<String, JsonNode> owed = truth.head().getOrDefault(history.personId(person), Map.of());
            Map<String, JsonNode> there = found.attributes().getOrDefault(person, Map.of());
            DeadLetterV1 letter = found.deadLetters().get(person);
            owed.forEach((attribute, value) -> {
                JsonNode got = there.get(attribute);
                boolean arrived = Truth.isNothing(value) || got != null && Values.same(value, got);
                if (!arrived && (letter == null || !keeps(letter, value))) {
                    lost.add(person + "." + attribute + " should be " + value + ", is "
                            + (got == null ? "not there" : got) + ", and nothing says so");
                }
            });
        }
        return lost;
    }

    private static boolean keeps(DeadLetterV1 letter, JsonNode value) {
        try {
            return holds(Json.wire().readTree(letter.input()), value);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static boolean holds(JsonNode tree, JsonNode value) {
        if (Values.same(value, tree)) {
            return true;
        }
        for (JsonNode child : tree) {
            if (holds(child, value)) {
                return true;
            }
        }
        return false;
    }
}
