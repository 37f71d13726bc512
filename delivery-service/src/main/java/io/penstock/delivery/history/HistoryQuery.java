package io.penstock.delivery.history;

import io.penstock.schemas.IdentifierV1;
import io.penstock.schemas.OutcomeV1;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<String> SUCCESS = Set.of(OutcomeV1.Status.ACCEPTED.name(), "OK");

    /** What narrows it down most: the person, then a failure, then the pipeline. */
    Optional<byte[]> index() {
        return person.map(text -> StoreKeys.prefix(StoreKeys.BY_PERSON, text))
                .or(() -> result.filter(word -> !SUCCESS.contains(word.toUpperCase(Locale.ROOT)))
                        .map(word -> StoreKeys.prefix(StoreKeys.BY_RESULT, word)))
                .or(() -> pipeline.map(name -> StoreKeys.prefix(StoreKeys.BY_PIPELINE, name)));
    }

    /** The same for a person given as an address with its type, of which the index holds the value; else empty. */
    Optional<byte[]> byAddress() {
        return person.filter(text -> text.indexOf(':') > 0)
                .map(text -> StoreKeys.prefix(StoreKeys.BY_PERSON, text.substring(text.indexOf(':') + 1)));
    }

    /** Whether the outcome's address is the person's, type and all. */
    boolean isAddressOf(OutcomeV1 outcome) {
        IdentifierV1 address = outcome.address();
        return address != null
                && person.map(String::strip)
                        .filter((address.type() + ":" + address.value())::equalsIgnoreCase)
                        .isPresent();
    }

    boolean takes(OutcomeV1 outcome) {
        return pipeline.map(name -> name.equals(outcome.pipeline())).orElse(true)
                && result.map(word -> word.equalsIgnoreCase(outcome.status().name()) || word.equals(outcome.code()))
                        .orElse(true);
    }
}
