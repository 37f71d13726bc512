package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refused;
import io.penstock.transform.core.value.Lookup;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.ValueExpression;
import io.penstock.transform.core.value.ValueText;
import java.util.Map;
import java.util.Optional;

/** Whether rules apply to one record. */
final class Conditions {
    private final Row row;
    private final Memory memory;
    private final Map<Memory.Place, Remembered> notes;

    /** @param notes where rules about changes write what they saw last */
    Conditions(Row row, Memory memory, Map<Memory.Place, Remembered> notes) {
        this.row = row;
        this.memory = memory;
        this.notes = notes;
    }

    /** Whether a rule applies. */
    sealed interface Verdict {
        record Holds() implements Verdict {}

        record Fails() implements Verdict {}

        record Bad(Refused refused) implements Verdict {}
    }

    Verdict judge(Emit.If rule) {
        return switch (rule.when()) {
            case Condition.RowDeleted ignored -> verdict(row.isGone());
            case Condition.IsTrue condition -> isTrue(condition);
            case Condition.Changes condition -> changes(rule.name(), condition);
        };
    }

    private Verdict isTrue(Condition.IsTrue condition) {
        return switch (condition.value().find(row.values())) {
            case Lookup.Mismatch mismatch -> bad("isTrue", condition.value(), mismatch);
            case Lookup.Found(Value.Null ignored) -> new Verdict.Fails();
            case Lookup.Found(Value.Bool bool) -> verdict(bool.value());
            case Lookup.Found(Value other) ->
                bad("isTrue", condition.value(), new Lookup.Mismatch("expected true or false, found " + other.kind()));
        };
    }

    private Verdict changes(String emit, Condition.Changes condition) {
        return switch (condition.value().find(row.values())) {
            case Lookup.Mismatch mismatch -> bad("changes", condition.value(), mismatch);
            case Lookup.Found(Value.Null ignored) -> new Verdict.Fails();
            case Lookup.Found(Value value) -> changed(new Memory.Place(emit, ""), value, condition.first());
        };
    }

    private Verdict changed(Memory.Place place, Value value, Crossing.First first) {
        Optional<Remembered> last = memory.find(place);
        if (last.isPresent() && !row.asOf().isAfter(last.get().asOf())) {
            return new Verdict.Fails();
        }
        String now = ValueText.unordered(value);
        notes.put(place, Remembered.value(row.asOf(), now));
        if (last.isEmpty()) {
            return verdict(first == Crossing.First.FIRE);
        }
        String before = last.get().values().get("");
        boolean same = before.equals(now) || before.equals(ValueText.canonical(value)); // as versions before wrote it
        return verdict(!same);
    }

    private static Verdict bad(String where, ValueExpression value, Lookup.Mismatch mismatch) {
        return new Verdict.Bad(Bodies.mismatch(where, value, mismatch));
    }

    private static Verdict verdict(boolean holds) {
        return holds ? new Verdict.Holds() : new Verdict.Fails();
    }
}
