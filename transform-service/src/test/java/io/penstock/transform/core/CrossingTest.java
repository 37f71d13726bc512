package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.transform.core.Crossing.Direction;
import io.penstock.transform.core.Crossing.First;
import io.penstock.transform.core.Crossing.Step;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CrossingTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    /** Values in order of time; {@code -} is a record without one. Answer: F fired, . did not. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        # above 0.65, re-arms at or below it
        ABOVE ; 0.65 ;      ; FIRE ; 0.61 0.82 0.83           ; .F.
        ABOVE ; 0.65 ;      ; FIRE ; 0.82 0.83                ; F.
        ABOVE ; 0.65 ;      ; ARM  ; 0.82 0.83                ; ..
        ABOVE ; 0.65 ;      ; ARM  ; 0.82 0.65 0.66           ; ..F
        ABOVE ; 0.65 ;      ; ARM  ; 0.61 0.82                ; .F
        ABOVE ; 0.65 ;      ; FIRE ; 0.65 0.650 0.65000001    ; ..F
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 0.65 0.7             ; F.F
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 - 0.7                ; F..
        ABOVE ; 0.65 ;      ; FIRE ; - 0.7                    ; .F
        ABOVE ; 0.65 ;      ; FIRE ; 0.6 - 0.7                ; ..F
        # with a re-arm level: strictly below it
        ABOVE ; 0.65 ; 0.60 ; FIRE ; 0.7 0.63 0.7             ; F..
        ABOVE ; 0.65 ; 0.60 ; FIRE ; 0.7 0.60 0.7             ; F..
        ABOVE ; 0.65 ; 0.60 ; FIRE ; 0.7 0.59 0.7             ; F.F
        ABOVE ; 0.65 ; 0.60 ; FIRE ; 0.7 0.59 0.63 0.7        ; F..F
        ABOVE ; 0.65 ; 0.60 ; FIRE ; 0.63 0.7                 ; .F
        ABOVE ; 0.65 ; 0.60 ; ARM  ; 0.63 0.7                 ; .F
        ABOVE ; 0.65 ; 0.60 ; ARM  ; 0.7 0.63 0.7 0.5 0.7     ; ....F
        ABOVE ; 0.65 ; 0.65 ; FIRE ; 0.7 0.65 0.7 0.64 0.7    ; F...F
        # either fires on the way back too: at or below the level, or strictly below the re-arm level
        EITHER; 0.65 ;      ; FIRE ; 0.61 0.82 0.83 0.65 0.6 0.7 ; .F.F.F
        EITHER; 0.65 ; 0.60 ; FIRE ; 0.7 0.63 0.7 0.59 0.63 0.7  ; F..F.F
        EITHER; 0.65 ; 0.60 ; ARM  ; 0.7 0.59 0.7                ; .FF
        # below is the mirror
        BELOW ; 10   ;      ; FIRE ; 11 9 8 10 9.99           ; .F..F
        BELOW ; 10   ; 12   ; FIRE ; 9 11 9 12 9 12.1 9       ; F.....F
        BELOW ; 10   ;      ; ARM  ; 9 8 10 9                 ; ...F
        BELOW ; -1   ;      ; FIRE ; 0 -1 -1.5                ; ..F
        """)
    void firesOncePerPassage(
            Direction direction, String level, String rearm, First first, String values, String expected) {
        Crossing crossing = crossing(direction, level, rearm, first);
        StringBuilder fired = new StringBuilder();
        Optional<Side> side = Optional.empty();
        Instant asOf = START;
        for (String value : values.split(" ")) {
            asOf = asOf.plusSeconds(1);
            Step step = crossing.take(
                    side, value.equals("-") ? Optional.empty() : Optional.of(new BigDecimal(value)), asOf);
            fired.append(step instanceof Step.Fired ? 'F' : '.');
            side = after(step, side);
        }
        assertThat(fired).hasToString(expected);
    }

    @Test
    void changesNothingForAMissingValue() {
        Crossing crossing = crossing(Direction.ABOVE, "0.65", null, First.FIRE);
        assertThat(crossing.take(
                        Optional.of(new Side(true, START, null, null, null)), Optional.empty(), START.plusSeconds(9)))
                .isEqualTo(new Step.Unchanged());
        assertThat(crossing.take(Optional.empty(), Optional.empty(), START)).isEqualTo(new Step.Unchanged());
    }

    @ParameterizedTest
    @CsvSource({"-1, true", "-1, false", "0, true", "0, false"})
    void changesNothingForAValueThatIsNotNewer(long secondsLater, boolean armed) {
        Crossing crossing = crossing(Direction.ABOVE, "0.65", null, First.FIRE);
        for (String value : List.of("0.1", "0.65", "0.9")) {
            assertThat(crossing.take(
                            Optional.of(new Side(armed, START, null, null, null)),
                            Optional.of(new BigDecimal(value)),
                            START.plusSeconds(secondsLater)))
                    .isEqualTo(new Step.Unchanged());
        }
    }

    @Test
    void passesOverWhatHappensWithinTheCoolDown() {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Direction.ABOVE,
                BigDecimal.ONE,
                Optional.empty(),
                First.FIRE,
                new Crossing.Pace(Duration.ZERO, Duration.ofSeconds(10)),
                Optional.empty());
        StringBuilder fired = new StringBuilder();
        Optional<Side> side = Optional.empty();
        for (int second : new int[] {0, 4, 9, 10, 11, 20, 21}) { // odd seconds, and 9: beyond the level
            boolean beyond = second == 0 || second % 2 == 1;
            Step step = crossing.take(side, Optional.of(BigDecimal.valueOf(beyond ? 2 : 0)), START.plusSeconds(second));
            fired.append(step instanceof Step.Fired ? 'F' : '.');
            side = after(step, side);
        }
        assertThat(fired).hasToString("F...F.F");
    }

    /** A value under one rule, then the rule is edited, then more values. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        # raised: who is behind the new level is armed, though the old one had fired
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 ; ABOVE ; 0.8  ;      ; FIRE ; 0.85 0.9          ; F.
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 ; ABOVE ; 0.8  ; 0.75 ; FIRE ; 0.85              ; F
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 ; ABOVE ; 0.8  ; 0.7  ; FIRE ; 0.85 0.69 0.85    ; ..F
        # lowered: who is beyond the new level is met as with a first value
        ABOVE ; 0.65 ;      ; FIRE ; 0.6 ; ABOVE ; 0.5  ;      ; FIRE ; 0.61 0.62         ; F.
        ABOVE ; 0.65 ;      ; FIRE ; 0.6 ; ABOVE ; 0.5  ;      ; ARM  ; 0.61 0.7 0.5 0.51 ; ...F
        # turned round
        ABOVE ; 0.65 ;      ; FIRE ; 0.7 ; BELOW ; 0.3  ;      ; FIRE ; 0.2 0.1           ; F.
        BELOW ; 0.3  ;      ; FIRE ; 0.2 ; ABOVE ; 0.65 ;      ; FIRE ; 0.7               ; F
        # the way back that an edit makes is no passage
        EITHER; 0.65 ;      ; FIRE ; 0.7 ; EITHER; 0.8  ;      ; FIRE ; 0.72 0.85 0.8     ; .FF
        """)
    void judgesTheLastValueByTheLevelsOfToday(
            Direction direction,
            String level,
            String rearm,
            First first,
            String value,
            Direction thenDirection,
            String thenLevel,
            String thenRearm,
            First thenFirst,
            String values,
            String expected) {
        Optional<Side> side = after(
                crossing(direction, level, rearm, first)
                        .take(Optional.empty(), Optional.of(new BigDecimal(value)), START),
                Optional.empty());
        Crossing edited = crossing(thenDirection, thenLevel, thenRearm, thenFirst);
        StringBuilder fired = new StringBuilder();
        Instant asOf = START;
        for (String then : values.split(" ")) {
            asOf = asOf.plusSeconds(1);
            Step step = edited.take(side, Optional.of(new BigDecimal(then)), asOf);
            fired.append(step instanceof Step.Fired ? 'F' : '.');
            side = after(step, side);
        }
        assertThat(fired).hasToString(expected);
    }

    @Test
    void refusesTimesToWhichNothingCanBeAdded() {
        assertThatThrownBy(() -> new Crossing.Pace(Duration.ofDays(36_501), Duration.ZERO))
                .hasMessage("expected dwell and coolDown of at most P36500D, found more");
        assertThatThrownBy(() -> new Crossing.Pace(Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessage("expected dwell and coolDown of at most P36500D, found more");
    }

    @Test
    void refusesARearmLevelBeyondTheLevel() {
        assertThatThrownBy(() -> crossing(Direction.ABOVE, "0.65", "0.66", First.FIRE))
                .hasMessage("expected the re-arm level 0.66 not above the level 0.65");
        assertThatThrownBy(() -> crossing(Direction.BELOW, "10", "9", First.FIRE))
                .hasMessage("expected the re-arm level 9 not below the level 10");
    }

    /** The oracle looks at the whole history every time and keeps no side at all. */
    @ParameterizedTest
    @EnumSource(value = Direction.class, names = "EITHER", mode = EnumSource.Mode.EXCLUDE)
    void agreesWithAnOracleThatReadsTheWholeHistory(Direction direction) {
        int fired = 0;
        for (int seed = 0; seed < 4000; seed++) {
            Random random = new Random(seed);
            boolean up = direction == Direction.ABOVE;
            int level = 5;
            Integer rearm = random.nextBoolean() ? null : up ? level - random.nextInt(4) : level + random.nextInt(4);
            First first = First.values()[random.nextInt(2)];
            Crossing crossing = crossing(direction, "5", rearm == null ? null : rearm.toString(), first);
            Optional<Side> side = Optional.empty();
            List<Integer> history = new ArrayList<>();
            Instant newest = Instant.MIN;
            for (int i = 0; i < 25; i++) {
                Instant asOf = START.plusSeconds(random.nextInt(4) + i);
                Integer value = random.nextInt(6) == 0 ? null : random.nextInt(11);
                boolean expected = false;
                if (value != null && asOf.isAfter(newest)) {
                    newest = asOf;
                    expected = oracle(history, value, up, level, rearm, first);
                    history.add(value);
                }
                Step step = crossing.take(side, Optional.ofNullable(value).map(BigDecimal::valueOf), asOf);
                assertThat(step instanceof Step.Fired)
                        .as("seed %d, step %d", seed, i)
                        .isEqualTo(expected);
                side = after(step, side);
                fired += expected ? 1 : 0;
            }
        }
        assertThat(fired).isGreaterThan(4000);
    }

    /** Fires if the value is beyond the level and none was since the last re-arming one. */
    private static boolean oracle(List<Integer> history, int value, boolean up, int level, Integer rearm, First first) {
        if (!beyond(value, level, up)) {
            return false;
        }
        if (history.isEmpty()) {
            return first == First.FIRE;
        }
        for (int i = history.size() - 1; i >= 0; i--) {
            int earlier = history.get(i);
            boolean rearms = rearm == null ? !beyond(earlier, level, up) : beyond(rearm, earlier, up);
            if (rearms) {
                return true;
            }
            if (beyond(earlier, level, up)) {
                return false;
            }
        }
        return true;
    }

    private static boolean beyond(int value, int level, boolean up) {
        return up ? value > level : value < level;
    }

    private static Optional<Side> after(Step step, Optional<Side> before) {
        return switch (step) {
            case Step.Fired fired -> Optional.of(fired.side());
            case Step.Moved moved -> Optional.of(moved.side());
            case Step.Began began -> Optional.of(began.side());
            case Step.Unchanged ignored -> before;
        };
    }

    private static Crossing crossing(Direction direction, String level, String rearm, First first) {
        return new Crossing(
                ValueExpression.parse("score"),
                direction,
                new BigDecimal(level),
                Optional.ofNullable(rearm).map(BigDecimal::new),
                first,
                Crossing.Pace.AT_ONCE,
                Optional.empty());
    }
}
