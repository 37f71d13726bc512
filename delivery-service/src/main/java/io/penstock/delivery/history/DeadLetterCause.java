package io.penstock.delivery.history;

import io.penstock.schemas.DeadLetterV1;
import java.util.Optional;

/**
 * Why something is a dead letter, and whose it is.
 *
 * @param pipeline empty if it was not readable enough to tell
 */
public record DeadLetterCause(String stage, String code, String pipeline) implements Comparable<DeadLetterCause> {
    private static final String BETWEEN = "\n";

    static DeadLetterCause of(DeadLetterV1 letter) {
        return new DeadLetterCause(
                letter.stage(),
                letter.code(),
                Optional.ofNullable(letter.pipeline()).orElse(""));
    }

    static DeadLetterCause parse(String text) {
        String[] parts = text.split(BETWEEN, -1);
        return new DeadLetterCause(parts[0], parts[1], parts[2]);
    }

    String text() {
        return String.join(BETWEEN, stage, code, pipeline);
    }

    @Override
    public int compareTo(DeadLetterCause other) {
        return text().compareTo(other.text());
    }
}
