package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;

/** Durations whose form the schema has checked already. */
final class Durations {
    private static final Duration LONGEST = Duration.ofDays(36_500);

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

    /** The duration, if the form is right; says so if it is so long that no time of a source can be added to it. */
    static Optional<Duration> parse(At at, Consumer<Problem> problems) {
        if (at.text().isEmpty() || !at.node().textValue().matches("P[0-9DTHMS.]+")) {
            return Optional.empty();
        }
        Optional<Duration> duration = read(at.node().textValue());
        if (duration.isPresent() && duration.get().compareTo(LONGEST) > 0) {
            problems.accept(at.problem("expected a duration of at most P" + LONGEST.toDays() + "D, found '"
                    + Wording.shorten(at.node().textValue()) + "'"));
            return Optional.empty();
        }
        return duration;
    }

    /** Empty if it is none; one that does not fit into a duration counts as the longest there is. */
    private static Optional<Duration> read(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException e) {
            return e.getCause() == null ? Optional.empty() : Optional.of(Duration.ofSeconds(Long.MAX_VALUE));
        }
    }
}
