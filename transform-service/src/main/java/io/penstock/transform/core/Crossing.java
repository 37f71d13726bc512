package io.penstock.transform.core;

import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
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
 * @param pace how long the value has to stay, and how soon the next event may come
 * @param model names the model that made the value, for the event; empty: none does
 */
public record Crossing(
        ValueExpression watched,
        Direction direction,
        BigDecimal level,
        Optional<BigDecimal> rearm,
        First first,
        Pace pace,
        Optional<ValueExpression> model) {
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
        },
        /** As above, and the way back to the re-arm level is a passage too. */
        EITHER("above") {
            @Override
            boolean isBeyond(BigDecimal value, BigDecimal level) {
                return ABOVE.isBeyond(value, level);
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

    /**
     * Times of a crossing, measured by as-of times.
     *
     * @param dwell how long the value has to stay beyond the level before it fires; zero: not at all
     * @param coolDown how long after an event none follows; a passage in that time is passed over for good
     */
    public record Pace(Duration dwell, Duration coolDown) {
        /** At once, every time. */
        public static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO);

        /** Longer ones reach beyond the times that can be written down. */
        private static final int MOST_DAYS = 36_500;

        public Pace {
            if (dwell.toDays() > MOST_DAYS || coolDown.toDays() > MOST_DAYS) {
                throw new IllegalArgumentException(
                        "expected dwell and coolDown of at most P" + MOST_DAYS + "D, found more");
            }
        }
    }

    /**
     * One passage.
     *
     * @param way where the value went
     * @param before the value before; empty for a person's first one
     * @param at when it began
     */
    public record Passage(Way way, Optional<BigDecimal> before, BigDecimal after, Instant at) {}

    /** Where a value went. */
    public enum Way {
        UP,
        DOWN
    }

    /** What the value passed: on the way back the re-arm level. */
    BigDecimal passed(Way way) {
        boolean back = direction == Direction.EITHER && way == Way.DOWN;
        return back ? rearm.orElse(level) : level;
    }

    /** What one value did. */
    public sealed interface Step {
        /** The event is due, and the side is this from now on. */
        record Fired(Side side, Passage passage) implements Step {}

        /** The event is due if the value stays; the side is this from now on. */
        record Began(Side side, Passage passage) implements Step {}

        /** No event, but the side is this from now on. */
        record Moved(Side side) implements Step {}

        /** Nothing at all. */
        record Unchanged() implements Step {}
    }

    /**
     * The end of a stay.
     *
     * @param fires whether the event is due; not within the cool-down
     */
    public record Ripe(Side side, boolean fires) {}

    /**
     * Whether a value has stayed long enough where it would fire. Ask before a newer value is taken: that one says
     * where the value has been until then, wherever it is now.
     *
     * @param until known to have stayed until then
     * @return empty if it does not have to stay, or not for long enough
     */
    public Optional<Ripe> ripe(Side side, Instant until) {
        if (side.beyondSince() == null || until.isBefore(due(side.beyondSince()))) {
            return Optional.empty();
        }
        Instant due = due(side.beyondSince());
        boolean fires = isWarm(side, due);
        return Optional.of(new Ripe(
                new Side(!side.armed(), side.asOf(), side.value(), null, fires ? due : side.firedAt()), fires));
    }

    /** When a stay that began then is long enough; the event carries this time. */
    public Instant due(Instant beyondSince) {
        return beyondSince.plus(pace.dwell());
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
        if (last.isEmpty() && beyond && first == First.ARM) {
            return new Step.Moved(new Side(false, asOf, value.get(), null, null));
        }
        Side side = last.map(this::judged).orElseGet(() -> new Side(true, Instant.MIN, null, null, null));
        if (side.armed() ? beyond : direction == Direction.EITHER && rearms(value.get())) {
            return passed(side, value.get(), asOf);
        }
        return new Step.Moved(new Side(side.armed() || rearms(value.get()), asOf, value.get(), null, side.firedAt()));
    }

    /**
     * The side by these levels: its value may have been judged by others, before the rule was edited. Who is behind
     * them is armed; who is beyond them already is met as with a first value. A stay that goes on is left to the next
     * value.
     */
    private Side judged(Side side) {
        if (side.value() == null || side.beyondSince() != null) {
            return side;
        }
        boolean armed =
                side.armed() ? first == First.FIRE || !direction.isBeyond(side.value(), level) : rearms(side.value());
        return new Side(armed, side.asOf(), side.value(), null, side.firedAt());
    }

    private Step passed(Side side, BigDecimal value, Instant asOf) {
        Way way = side.armed() == (direction != Direction.BELOW) ? Way.UP : Way.DOWN;
        Passage passage = new Passage(way, side.before(), value, asOf);
        if (pace.dwell().isPositive()) {
            return side.beyondSince() == null
                    ? new Step.Began(new Side(side.armed(), asOf, value, asOf, side.firedAt()), passage)
                    : new Step.Moved(new Side(side.armed(), asOf, value, side.beyondSince(), side.firedAt()));
        }
        return isWarm(side, asOf)
                ? new Step.Fired(new Side(!side.armed(), asOf, value, null, asOf), passage)
                : new Step.Moved(new Side(!side.armed(), asOf, value, null, side.firedAt()));
    }

    /** Whether the cool-down is over. */
    private boolean isWarm(Side side, Instant at) {
        return side.firedAt() == null || !at.isBefore(side.firedAt().plus(pace.coolDown()));
    }

    private boolean rearms(BigDecimal value) {
        return rearm.map(behind -> direction.isBeyond(behind, value))
                .orElseGet(() -> !direction.isBeyond(value, level));
    }
}
