package io.penstock.transform.core.value;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * A JSON value as the rules see it: immutable, numbers exact. There is no NaN and no infinity; the source side turns
 * them into {@link Null}.
 */
public sealed interface Value {
    /** The absent value: a JSON null, a missing field and an index beyond the end are all this. */
    Value NULL = new Null();

    /** Nothing. */
    record Null() implements Value {}

    /** True or false. */
    record Bool(boolean value) implements Value {}

    /** A number with its scale as written. */
    record Num(BigDecimal value) implements Value {
        /** A whole number. */
        public static Num of(long value) {
            return new Num(BigDecimal.valueOf(value));
        }
    }

    /** Text. */
    record Text(String value) implements Value {}

    /** An array. */
    record ListValue(List<Value> elements) implements Value {
        public ListValue {
            elements = Collections.unmodifiableList(new ArrayList<>(elements));
        }
    }

    /** A struct or a map; the order of fields is kept. */
    record StructValue(SequencedMap<String, Value> fields) implements Value {
        /** No fields. */
        public static final StructValue EMPTY = new StructValue(new LinkedHashMap<>());

        public StructValue {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }

        /** The field, or {@link #NULL}. */
        public Value field(String name) {
            return fields.getOrDefault(name, NULL);
        }
    }

    /** What it is, for messages: never what it holds. */
    default String kind() {
        return switch (this) {
            case Null ignored -> "null";
            case Bool ignored -> "boolean";
            case Num ignored -> "number";
            case Text ignored -> "text";
            case ListValue ignored -> "array";
            case StructValue ignored -> "struct";
        };
    }
}
