package io.penstock.transform.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import io.penstock.transform.core.value.ValueExpression;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    private static final Instant AS_OF = Instant.parse("2026-11-08T00:00:00Z");

    @Test
    void keepsTheOrderOfTheEmits() {
        Classified.Calls calls = calls(
                List.of(track("seen"), identify(List.of(binding("score", "score")), List.of()), track("again")),
                struct("score", num("0.7")));
        assertThat(calls.calls().stream().map(Call::emit)).containsExactly("seen", "identify", "again");
    }

    @Test
    void doesNotSendNulls() {
        Classified.Calls calls = calls(
                List.of(identify(List.of(binding("a", "a"), binding("b", "b"), binding("c", "c")), List.of())),
                struct("a", num("1"), "b", Value.NULL));
        assertThat(calls.calls().getFirst().body()).isEqualTo(struct("a", num("1")));
    }

    @Test
    void sendsNoIdentifyThatWouldSayNothing() {
        assertThat(calls(List.of(identify(List.of(binding("a", "a")), List.of())), StructValue.EMPTY)
                        .calls())
                .isEmpty();
    }

    @Test
    void unsetsWhatIsNotSetByTheSameRecord() {
        Classified.Calls calls =
                calls(List.of(identify(List.of(binding("a", "a")), List.of("a", "old"))), struct("a", num("1")));
        assertThat(calls.calls().getFirst().unset()).containsExactly("old");
        assertThat(calls(List.of(identify(List.of(), List.of("old"))), StructValue.EMPTY)
                        .calls())
                .hasSize(1);
    }

    @Test
    void spreadsAStructWithThePrefix() {
        Classified.Calls calls = calls(
                List.of(identify(List.of(binding("f_", "summary.*"), binding("", "more.*")), List.of())),
                struct(
                        "summary", struct("tenure", num("12"), "gone", Value.NULL),
                        "more", struct("x", new Text("y"))));
        assertThat(calls.calls().getFirst().body()).isEqualTo(struct("f_tenure", num("12"), "x", new Text("y")));
    }

    @Test
    void firesACrossingAndMovesItsSide() {
        Classified.Calls calls = calls(List.of(crossing("crossed")), struct("score", num("0.7")));
        assertThat(calls.fired()).isEqualTo(1);
        assertThat(calls.calls().getFirst().event()).contains("crossed");
        assertThat(calls.sides()).containsEntry("crossed", new Side(false, AS_OF, new BigDecimal("0.7"), null, AS_OF));
    }

    @Test
    void tellsThePassageInTheEvent() {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Crossing.Direction.EITHER,
                new BigDecimal("0.65"),
                Optional.of(new BigDecimal("0.60")),
                Crossing.First.FIRE,
                Crossing.Pace.AT_ONCE,
                Optional.of(ValueExpression.parse("model")));
        Emit emit = new Emit.Track(
                "crossed", "crossed", Optional.of(crossing), List.of(binding("crossing_direction", "way")));
        Side above = new Side(false, AS_OF.minusSeconds(1), new BigDecimal("0.7"), null, null);
        Classified.Calls calls = (Classified.Calls) Classification.of(
                List.of(emit),
                struct("score", num("0.5"), "model", new Text("v7"), "way", new Text("declared names win")),
                AS_OF,
                OptionalLong.of(4),
                name -> Optional.of(above));
        assertThat(calls.calls().getFirst().body())
                .isEqualTo(struct(
                        "crossing_direction",
                        new Text("declared names win"),
                        "crossing_value",
                        num("0.5"),
                        "crossing_before",
                        num("0.7"),
                        "crossing_threshold",
                        num("0.60"),
                        "crossing_model_version",
                        new Text("v7"),
                        "crossing_table_version",
                        num("4")));
    }

    @Test
    void movesTheSideOfACrossingThatDoesNotFire() {
        Classified.Calls calls = calls(List.of(crossing("crossed")), struct("score", num("0.1")));
        assertThat(calls.calls()).isEmpty();
        assertThat(calls.sides()).containsEntry("crossed", new Side(true, AS_OF, new BigDecimal("0.1"), null, null));
    }

    @Test
    void readsADecimalThatTravelsAsText() {
        assertThat(calls(List.of(crossing("crossed")), struct("score", new Text("0.66")))
                        .fired())
                .isEqualTo(1);
    }

    @Test
    void takesNotANumberForAbsent() {
        Classified.Calls calls = calls(List.of(crossing("crossed")), struct("score", new Text("NaN")));
        assertThat(calls.calls()).isEmpty();
        assertThat(calls.sides()).isEmpty();
    }

    @Test
    void refusesTheWholeRecordForOneValueThatDoesNotFit() {
        Classified classified = Classification.of(
                List.of(crossing("crossed"), identify(List.of(binding("x", "score.deeper")), List.of())),
                struct("score", num("0.7")),
                AS_OF,
                OptionalLong.of(4),
                emit -> Optional.empty());
        assertThat(classified)
                .isEqualTo(new Classified.Refused(
                        Refusal.VALUE_MISMATCH, "x (from score): expected a struct before .deeper, found number"));
    }

    @Test
    void refusesTextThatIsCompared() {
        assertThat(Classification.of(
                        List.of(crossing("crossed")),
                        struct("score", new Text("high")),
                        AS_OF,
                        OptionalLong.of(4),
                        emit -> Optional.empty()))
                .isEqualTo(new Classified.Refused(
                        Refusal.VALUE_MISMATCH, "crosses (from score): expected a number, found text"));
    }

    private static Classified.Calls calls(List<Emit> emits, StructValue values) {
        return (Classified.Calls) Classification.of(emits, values, AS_OF, OptionalLong.of(4), emit -> Optional.empty());
    }

    private static Emit identify(List<Binding> attributes, List<String> unset) {
        return new Emit.Identify("identify", attributes, unset);
    }

    private static Emit track(String event) {
        return new Emit.Track(event, event, Optional.empty(), List.of());
    }

    private static Emit crossing(String event) {
        Crossing crossing = new Crossing(
                ValueExpression.parse("score"),
                Crossing.Direction.ABOVE,
                new BigDecimal("0.65"),
                Optional.empty(),
                Crossing.First.FIRE,
                Crossing.Pace.AT_ONCE,
                Optional.empty());
        return new Emit.Track(event, event, Optional.of(crossing), List.of(binding("score", "score")));
    }

    private static Binding binding(String name, String expression) {
        return new Binding(name, ValueExpression.parse(expression));
    }

    private static Num num(String number) {
        return new Num(new BigDecimal(number));
    }

    private static StructValue struct(Object... namesAndValues) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], (Value) namesAndValues[i + 1]);
        }
        return new StructValue(fields);
    }
}
