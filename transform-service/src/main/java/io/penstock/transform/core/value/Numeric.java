package io.penstock.transform.core.value;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a value as a number. Text that is a number counts as one, because decimals that a double cannot hold travel as
 * text; the words for NaN and the infinities count as absent.
 */
public sealed interface Numeric {
    /** A number. */
    record Present(BigDecimal number) implements Numeric {}

    /** Null, NaN or an infinity: no number, and no fault either. */
    record Absent() implements Numeric {}

    /** Anything else. */
    record Other(String kind) implements Numeric {}

    /** Longest text that is looked at. */
    int LONGEST = 400;

    /** Words with which engines write what is no number. */
    Set<String> NOT_A_NUMBER = Set.of("NaN", "Infinity", "-Infinity");

    /** Reads a value. */
    static Numeric of(Value value) {
        return switch (value) {
            case Value.Null ignored -> new Absent();
            case Value.Num num -> new Present(num.value());
            case Value.Text text when NOT_A_NUMBER.contains(text.value()) -> new Absent();
            case Value.Text text ->
                parse(text.value()).<Numeric>map(Present::new).orElse(new Other(value.kind()));
            case Value.Bool ignored -> new Other(value.kind());
            case Value.ListValue ignored -> new Other(value.kind());
            case Value.StructValue ignored -> new Other(value.kind());
        };
    }

    private static Optional<BigDecimal> parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
