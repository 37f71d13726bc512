package io.penstock.transform.core.value;

import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.StructValue;
import java.util.List;
import java.util.Optional;

/**
 * The name of a value inside a record. Names, not expressions: there is no arithmetic and no condition.
 *
 * <pre>
 * score                      a named value
 * feature_summary.tenure     a field of a struct; `odd name`.x quotes a name that is not a plain word
 * vector[0]                  an element of an array or of a Spark ML vector, from 0
 * feature_summary.*          all fields of a struct
 * features | mean            one figure about an array, a vector or the values of a map
 * created_at | unixSeconds   a date or time in another form
 * </pre>
 */
public sealed interface ValueExpression {
    /** Looks the value up. Never throws; a value that is not there is {@link Value#NULL}. */
    Lookup find(StructValue values);

    /** The column it begins at, or the value of a script; empty if it is the same for every record. */
    default Optional<String> column() {
        return switch (this) {
            case Path path ->
                path.steps().getFirst() instanceof Step.Field field ? Optional.of(field.name()) : Optional.empty();
            case Summarised summarised -> summarised.path().column();
            case Dated dated -> dated.path().column();
            case Spread spread -> spread.path().column();
            case Fixed ignored -> Optional.empty();
        };
    }

    /**
     * Reads an expression.
     *
     * @throws ExpressionError if it is none
     */
    static ValueExpression parse(String text) {
        return new ExpressionParser(text).parse();
    }

    /** One step of a path. */
    sealed interface Step {
        /** Into a field of a struct. */
        record Field(String name) implements Step {}

        /** Into an element of an array or vector, from 0. */
        record Index(int position) implements Step {}
    }

    /** Steps from the record to one value; the first one is a field. */
    record Path(List<Step> steps) implements ValueExpression {
        public Path {
            steps = List.copyOf(steps);
        }

        @Override
        public Lookup find(StructValue values) {
            Value at = values;
            for (Step step : steps) {
                switch (take(at, step)) {
                    case Lookup.Found found -> at = found.value();
                    case Lookup.Mismatch mismatch -> {
                        return mismatch;
                    }
                }
            }
            return new Lookup.Found(at);
        }

        private static Lookup take(Value from, Step step) {
            return switch (from) {
                case Value.Null nothing -> new Lookup.Found(nothing);
                case StructValue struct -> intoStruct(struct, step);
                case ListValue list -> intoList(list, step);
                case Value.Bool ignored -> mismatch(from, step);
                case Value.Num ignored -> mismatch(from, step);
                case Value.Text ignored -> mismatch(from, step);
            };
        }

        private static Lookup intoStruct(StructValue struct, Step step) {
            return switch (step) {
                case Step.Field field -> new Lookup.Found(struct.field(field.name()));
                case Step.Index index ->
                    Vector.of(struct)
                            .<Lookup>map(vector -> new Lookup.Found(vector.at(index.position())))
                            .orElseGet(() -> mismatch(struct, step));
            };
        }

        private static Lookup intoList(ListValue list, Step step) {
            return switch (step) {
                case Step.Field ignored -> mismatch(list, step);
                case Step.Index index ->
                    new Lookup.Found(
                            index.position() < list.elements().size()
                                    ? list.elements().get(index.position())
                                    : Value.NULL);
            };
        }

        private static Lookup mismatch(Value from, Step step) {
            String expected = switch (step) {
                case Step.Field field -> "a struct before ." + field.name();
                case Step.Index index -> "an array or vector before [" + index.position() + "]";
            };
            return new Lookup.Mismatch("expected " + expected + ", found " + from.kind());
        }
    }

    /** One figure about what a path leads to. */
    record Summarised(Path path, Summary summary) implements ValueExpression {
        @Override
        public Lookup find(StructValue values) {
            return switch (path.find(values)) {
                case Lookup.Found found -> summary.of(found.value());
                case Lookup.Mismatch mismatch -> mismatch;
            };
        }
    }

    /** A date or time in another form. */
    record Dated(Path path, Moment moment) implements ValueExpression {
        @Override
        public Lookup find(StructValue values) {
            return switch (path.find(values)) {
                case Lookup.Found found -> moment.of(found.value());
                case Lookup.Mismatch mismatch -> mismatch;
            };
        }
    }

    /** The same for every record. */
    record Fixed(Value value) implements ValueExpression {
        @Override
        public Lookup find(StructValue values) {
            return new Lookup.Found(value);
        }
    }

    /** All fields of the struct a path leads to; finds a struct or {@link Value#NULL}. */
    record Spread(Path path) implements ValueExpression {
        @Override
        public Lookup find(StructValue values) {
            return switch (path.find(values)) {
                case Lookup.Found(StructValue struct) -> new Lookup.Found(struct);
                case Lookup.Found(Value.Null nothing) -> new Lookup.Found(nothing);
                case Lookup.Found(Value other) ->
                    new Lookup.Mismatch("expected a struct before .*, found " + other.kind());
                case Lookup.Mismatch mismatch -> mismatch;
            };
        }
    }
}
