package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Fires when a value passes a level, once, and again only after it has been back at the re-arm level.
 *
 * <p>Beyond the level is meant strictly: a value equal to the level has not passed it. Without a re-arm level any value
 * that is not beyond the level re-arms; with one, only a value strictly behind it does. A pure function of the last
 * side and the value; give it the values of one person in the order they come.
 *
 * @param watched the value that is watched
 * @param level what has to be passed
 * @param rearm empty: the level itself
 */
public record Crossing(
        ValueExpression watched, Direction direction, BigDecimal level, Optional<BigDecimal> rearm, First first) {
    /**
     * Checks the levels.
     *
     * @throws IllegalArgumentException if the re-arm level lies beyond the level
     */
    public Crossing {
        if (rearm.isPresent() && direction.isBeyond(rearm.get(), level)) {
            throw new IllegalArgumentException("expected the re-arm level "
                    + rearm.get().toPlainString() + " not " + direction.word + " the level " + level.toPlainString());
        }
    }

    /** Which way the level is passed. */
    public enum Direction {
        ABOVE("above") {
            @Override
            boolean isBeyond(BigDecimal value, BigDecimal level) {
                return value.compareTo(level) > 0;
            }
        },
        BELOW("below") {
            @Override
            boolean isBeyond(BigDecimal value, BigDecimal level) {
                return value.compareTo(level) < 0;
            }
        };

        private final String word;

        Direction(String word) {
            this.word = word;
        }

        abstract boolean isBeyond(BigDecimal value, BigDecimal level);
    }

    /** What a person's first value does if it is beyond the level already. */
    public enum First {
        /** It fires. */
        FIRE,
        /** It fires nothing; the value has to come back to the re-arm level first. */
        ARM
    }

    /** What one value did. */
    public sealed interface Step {
        /** The event is due, and the side is this from now on. */
        record Fired(Side side) implements Step {}

        /** No event, but the side is this from now on. */
        record Moved(Side side) implements Step {}

        /** Nothing at all. */
        record Unchanged() implements Step {}
    }

    /**
     * Takes one value.
     *
     * @param last empty if nothing is known of this person and rule
     * @param value empty if the record has none: the side stays
     * @param asOf when the source says the value became true; a value that is not newer than the last side changes
     *     nothing, so a repeat or a late arrival cannot fire again
     */
    public Step take(Optional<Side> last, Optional<BigDecimal> value, Instant asOf) {
        if (value.isEmpty() || last.isPresent() && !asOf.isAfter(last.get().asOf())) {
            return new Step.Unchanged();
        }
        boolean beyond = direction.isBeyond(value.get(), level);
        if (last.isEmpty()) {
            return beyond && first == First.FIRE
                    ? new Step.Fired(new Side(false, asOf))
                    : new Step.Moved(new Side(!beyond, asOf));
        }
        boolean armed = last.get().armed();
        if (armed && beyond) {
            return new Step.Fired(new Side(false, asOf));
        }
        return new Step.Moved(new Side(armed || rearms(value.get()), asOf));
    }

    private boolean rearms(BigDecimal value) {
        return rearm.map(behind -> direction.isBeyond(behind, value))
                .orElseGet(() -> !direction.isBeyond(value, level));
    }
}
