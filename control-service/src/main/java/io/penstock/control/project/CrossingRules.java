package io.penstock.control.project;

import io.penstock.control.core.Problem;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which levels of a crossing go together, and on which side of the level it re-arms. */
final class CrossingRules {
    private final At when;
    private final Consumer<Problem> problems;

    private CrossingRules(At when, Consumer<Problem> problems) {
        this.when = when;
        this.problems = problems;
    }

    /** Checks the {@code when} of one emit that has {@code crosses}. */
    static void check(At when, Consumer<Problem> problems) {
        Durations.positive(when.get("dwell"), problems);
        Durations.positive(when.get("coolDown"), problems);
        new CrossingRules(when, problems).levels();
    }

    private void levels() {
        Optional<BigDecimal> above = when.get("above").number();
        Optional<BigDecimal> below = when.get("below").number();
        Optional<BigDecimal> either = when.get("either").number();
        long levels =
                Stream.of(above, below, either).filter(Optional::isPresent).count();
        if (when.sound() && levels != 1) {
            problems.accept(when.problemAtKey("expected exactly one of the keys above, below and either, found "
                    + (levels == 0 ? "none" : "several")));
            return;
        }
        either.ifPresent(level -> {
            misplaced(when.get("rearmAbove"), "rearmBelow", "either");
            rearm(when.get("rearmBelow"), level, -1, "at most either");
        });
        above.ifPresent(level -> {
            misplaced(when.get("rearmAbove"), "rearmBelow", "above");
            rearm(when.get("rearmBelow"), level, -1, "at most above");
        });
        below.ifPresent(level -> {
            misplaced(when.get("rearmBelow"), "rearmAbove", "below");
            rearm(when.get("rearmAbove"), level, 1, "at least below");
        });
    }

    private void misplaced(At at, String right, String side) {
        if (at.present()) {
            String wrong = right.equals("rearmBelow") ? "rearmAbove" : "rearmBelow";
            problems.accept(at.problemAtKey("expected %s with %s, found '%s'".formatted(right, side, wrong)));
        }
    }

    private void rearm(At at, BigDecimal level, int direction, String bound) {
        at.number()
                .filter(rearm -> rearm.compareTo(level) * direction < 0)
                .ifPresent(rearm -> problems.accept(
                        at.problem("expected a re-arm level %s (%s), found %s".formatted(bound, level, rearm))));
    }
}
