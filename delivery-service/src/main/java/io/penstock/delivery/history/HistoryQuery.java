package io.penstock.delivery.history;

import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.Optional;

/**
 * What is looked for in the history. Conditions are joined by "and".
 *
 * @param person profile id, or an address with or without its type: {@code email:ann@example.org}
 * @param result a status ({@code accepted}, {@code rejected}, {@code given_up}) or a code
 * @param since inclusive; {@code until} exclusive
 * @param limit most entries, the newest first
 */
public record HistoryQuery(
        Optional<String> person,
        Optional<String> pipeline,
        Optional<String> result,
        Instant since,
        Instant until,
        int limit) {

    boolean takes(OutcomeV1 outcome) {
        return pipeline.map(name -> name.equals(outcome.pipeline())).orElse(true)
                && result.map(word -> word.equalsIgnoreCase(outcome.status().name()) || word.equals(outcome.code()))
                        .orElse(true);
    }
}
