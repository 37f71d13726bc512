package io.penstock.schemas.plain;

import io.penstock.schemas.InstantText;
import java.time.Instant;

/**
 * A time that mostly is the one before: the calls of one commit or of one request have theirs in common. Not
 * thread-safe.
 */
public final class Times {
    private String text;
    private Instant time;

    /**
     * The time that a text says.
     *
     * @throws java.time.DateTimeException if it says none
     */
    public Instant of(String said) {
        if (!said.equals(text)) {
            time = InstantText.parse(said);
            text = said;
        }
        return time;
    }
}
