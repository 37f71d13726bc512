package io.penstock.transform.core;

import io.penstock.transform.core.Classified.Refusal;
import io.penstock.transform.core.Classified.Refused;
import io.penstock.transform.core.value.Lookup;
import io.penstock.transform.core.value.Value;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.ValueExpression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Attributes and properties of calls, made of the values of a record. */
final class Bodies {
    private Bodies() {}

    /** The body, or why there is none. */
    sealed interface Body {
        record Good(StructValue fields) implements Body {}

        record Bad(Refused refused) implements Body {}
    }

    /** Puts the values under their names. Nulls are left out: null means do not send. */
    static Body of(List<Binding> bindings, StructValue values) {
        SequencedMap<String, Value> fields = new LinkedHashMap<>();
        for (Binding binding : bindings) {
            switch (binding.value().find(values)) {
                case Lookup.Mismatch mismatch -> {
                    return new Body.Bad(mismatch(binding.name(), binding.value(), mismatch));
                }
                case Lookup.Found(Value.Null ignored) -> {}
                case Lookup.Found(StructValue struct)
                when binding.value() instanceof ValueExpression.Spread ->
                    struct.fields().forEach((name, value) -> {
                        if (!value.equals(Value.NULL)) {
                            fields.put(binding.name() + name, value);
                        }
                    });
                case Lookup.Found(Value value) -> fields.put(binding.name(), value);
            }
        }
        return new Body.Good(new StructValue(fields));
    }

    /** Names to remove that the same call does not set. */
    static List<String> unset(List<String> names, StructValue attributes) {
        return names.stream()
                .filter(name -> !attributes.fields().containsKey(name))
                .toList();
    }

    /**
     * A value that is not of the kind its expression needs.
     *
     * @param where key or attribute in the rule
     */
    static Refused mismatch(String where, ValueExpression value, Lookup.Mismatch mismatch) {
        return new Refused(Refusal.VALUE_MISMATCH, where + Origins.said(value.column()) + ": " + mismatch.reason());
    }
}
