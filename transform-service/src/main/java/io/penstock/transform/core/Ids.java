package io.penstock.transform.core;

import io.penstock.transform.core.value.Value;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * Ids of people and things as text. One number is one text, however it is written: 42, 42.0 and 4.2E+1 are {@code 42}.
 */
final class Ids {
    private static final int MOST_DIGITS = 40;

    private Ids() {}

    /** The id; empty if the value is null, blank or no id at all. */
    static Optional<String> of(Value value) {
        return switch (value) {
            case Value.Text text
            when !text.value().isBlank() -> Optional.of(text.value().strip());
            case Value.Num num
            when isWhole(num.value()) ->
                Optional.of(num.value().toBigIntegerExact().toString());
            default -> Optional.empty();
        };
    }

    /** Whether the value says nothing: null or a blank text. */
    static boolean isNothing(Value value) {
        return value.equals(Value.NULL)
                || value instanceof Value.Text text && text.value().isBlank();
    }

    private static boolean isWhole(BigDecimal number) {
        return number.precision() - number.scale() <= MOST_DIGITS
                && number.stripTrailingZeros().scale() <= 0;
    }
}
