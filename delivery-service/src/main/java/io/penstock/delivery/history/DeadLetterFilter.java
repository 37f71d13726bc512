package io.penstock.delivery.history;

import java.util.Optional;

/**
 * Which dead letters are meant; conditions are joined by "and". At least one besides the last is needed: all of them
 * are never meant.
 *
 * @param after only those that came after this one: the next part of many
 */
public record DeadLetterFilter(
        Optional<DeadLetterId> id,
        Optional<String> stage,
        Optional<String> code,
        Optional<String> pipeline,
        Optional<DeadLetterId> after) {

    public DeadLetterFilter {
        if (id.isEmpty() && stage.isEmpty() && code.isEmpty() && pipeline.isEmpty()) {
            throw new IllegalArgumentException("expected an id, a stage, a code or a pipeline, found none");
        }
    }

    boolean takes(DeadLetterCause cause) {
        return stage.map(cause.stage()::equals).orElse(true)
                && code.map(cause.code()::equals).orElse(true)
                && pipeline.map(cause.pipeline()::equals).orElse(true);
    }
}
