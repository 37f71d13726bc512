package io.penstock.delivery.readback;

import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.schemas.DeliveryV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What an accepted identify should have left at the destination.
 *
 * @param outcome the word on the call so far
 * @param values what each attribute should read as; empty if it should be gone
 */
record Expectation(OutcomeV1 outcome, Map<String, Optional<JsonNode>> values) {
    private static final int MOST_WORDS = 20;

    Expectation {
        values = Map.copyOf(values);
    }

    /** What the App API says of a call. */
    sealed interface Finding {
        record Applied() implements Finding {}

        /** @param words one for each attribute that is not as sent; names, no values */
        record NotApplied(List<String> words) implements Finding {}

        /** Somebody has written since: nothing can be said. */
        record Overtaken() implements Finding {}
    }

    /** @param isShown whether an attribute of that name is shown as it was sent */
    static Expectation of(OutcomeV1 outcome, DeliveryV1 delivery, Predicate<String> isShown) {
        Map<String, Optional<JsonNode>> values = new TreeMap<>();
        delivery.unset().stream().filter(isShown).forEach(name -> values.put(name, Optional.empty()));
        if (delivery.body() != null) {
            delivery.body().properties().stream()
                    .filter(each -> !each.getValue().isNull() && isShown.test(each.getKey()))
                    .forEach(each -> values.put(each.getKey(), Optional.of(each.getValue())));
        }
        return new Expectation(outcome, values);
    }

    /** The same without attributes that a later call has written. */
    Expectation without(Set<String> names) {
        Map<String, Optional<JsonNode>> rest = new TreeMap<>(values);
        rest.keySet().removeAll(names);
        return new Expectation(outcome, rest);
    }

    Finding compare(AppApi.Seen.Person person) {
        List<String> words = new ArrayList<>();
        boolean overtaken = false;
        for (Map.Entry<String, Optional<JsonNode>> each : new TreeMap<>(values).entrySet()) {
            String seen = person.attributes().getOrDefault(each.getKey(), "");
            if (each.getValue().map(sent -> ShownValue.isShownAs(sent, seen)).orElse(seen.isEmpty())) {
                continue;
            }
            if (isLater(person.changed().get(each.getKey()))) {
                overtaken = true;
            } else if (words.size() < MOST_WORDS) {
                words.add((seen.isEmpty() ? "missing " : "differs ") + each.getKey() + ": not as it was sent");
            }
        }
        return words.isEmpty()
                ? overtaken ? new Finding.Overtaken() : new Finding.Applied()
                : new Finding.NotApplied(words);
    }

    private boolean isLater(Instant changed) {
        return changed != null
                && outcome.asOf() != null
                && changed.getEpochSecond() > outcome.asOf().getEpochSecond();
    }
}
