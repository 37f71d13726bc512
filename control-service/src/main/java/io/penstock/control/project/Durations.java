package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;

/** Durations whose form the schema has checked already. */
final class Durations {
    private Durations() {}

    /** Demands more than nothing. */
    static void positive(At at, Consumer<Problem> problems) {
        parse(at, problems)
                .filter(duration -> !duration.isPositive())
                .ifPresent(duration -> problems.accept(at.problem("expected a duration longer than zero, found '"
                        + at.node().textValue() + "'")));
    }

    /** Demands no more than that. */
    static void atMost(Duration most, String why, At at, Consumer<Problem> problems) {
        parse(at, problems)
                .filter(duration -> duration.compareTo(most) > 0)
                .ifPresent(duration -> problems.accept(at.problem("expected at most P" + most.toDays() + "D, " + why
                        + ", found text '" + at.node().textValue() + "'")));
    }

    /** The duration, if the form is right; says so if it is longer than any clock. */
    static Optional<Duration> parse(At at, Consumer<Problem> problems) {
        if (at.text().isEmpty() || !at.node().textValue().matches("P[0-9DTHMS.]+")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Duration.parse(at.node().textValue()));
        } catch (DateTimeParseException e) {
            if (e.getCause() instanceof ArithmeticException) {
                problems.accept(at.problem("expected a shorter duration, found text '"
                        + Wording.shorten(at.node().textValue()) + "'"));
            }
            return Optional.empty();
        }
    }
}
