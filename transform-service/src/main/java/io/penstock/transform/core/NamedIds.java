package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.Classified.Refused;
import io.penstock.transform.core.value.Lookup;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.ValueExpression;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Which things a record names. */
sealed interface NamedIds {
    /** More than that in one row is a mistake, and would not fit into a record of the state's changelog. */
    int MOST = 1_000;

    /** These, each once; perhaps none. */
    record Some(SequencedSet<String> ids) implements NamedIds {}

    /** Nothing is said. */
    record Unsaid() implements NamedIds {}

    /** What stands there is no id. */
    record Bad(Refused refused) implements NamedIds {}

    /** One thing that has to be named. */
    sealed interface One {
        record Good(String id) implements One {}

        record Bad(Refused refused) implements One {}
    }

    static One one(ValueExpression id, StructValue values) {
        return switch (all(id, values)) {
            case Bad(Refused refused) -> new One.Bad(refused);
            case Some(SequencedSet<String> ids) when ids.size() == 1 -> new One.Good(ids.getFirst());
            case Some(SequencedSet<String> ids) ->
                new One.Bad(refused("id" + Origins.said(id.column()) + ": expected one id, found " + ids.size()));
            case Unsaid() ->
                new One.Bad(refused("id" + Origins.said(id.column()) + ": expected the id of the object, found none"));
        };
    }

    static NamedIds all(ValueExpression ids, StructValue values) {
        return switch (ids.find(values)) {
            case Lookup.Mismatch mismatch -> new Bad(Bodies.mismatch("ids", ids, mismatch));
            case Lookup.Found(ListValue list) -> list(ids, list.elements());
            case Lookup.Found(Value value) when Ids.isNothing(value) -> new Unsaid();
            case Lookup.Found(Value value) -> list(ids, List.of(value));
        };
    }

    private static NamedIds list(ValueExpression from, List<Value> values) {
        SequencedSet<String> ids = new LinkedHashSet<>();
        for (Value value : values) {
            Optional<String> id = Ids.of(value);
            if (id.isEmpty() && !Ids.isNothing(value)) {
                return new Bad(refused("ids" + Origins.said(from.column()) + ": expected text or whole numbers, found "
                        + (value instanceof Value.Num ? "another number" : value.kind())));
            }
            id.ifPresent(ids::add);
        }
        return ids.size() > MOST
                ? new Bad(refused("ids" + Origins.said(from.column()) + ": expected at most " + MOST
                        + " ids in one row, found " + ids.size()))
                : new Some(ids);
    }

    private static Refused refused(String reason) {
        return new Refused(Refusal.VALUE_MISMATCH, reason);
    }
}
