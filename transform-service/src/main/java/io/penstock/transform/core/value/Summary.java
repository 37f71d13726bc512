package io.penstock.transform.core.value;

import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import io.penstock.transform.core.value.Value.Text;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One figure about an array, a vector (dense or sparse) or the values of a map.
 *
 * <p>Nulls inside are skipped by everything but {@link Count}. With nothing to summarise the answer is
 * {@link Value#NULL}, which is not sent; {@link Count} and {@link Nonzero} of something empty are 0. Sums keep 34
 * digits, means 16. Text that is a number counts as one.
 */
public sealed interface Summary {
    /** Summarises; null gives null, a scalar is a mismatch. */
    Lookup of(Value value);

    /** Number of elements, nulls included. */
    record Count() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(value, numbers -> Num.of(numbers.size()), Reading.ANYTHING);
        }
    }

    /** Smallest number. */
    record Min() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(value, numbers -> number(numbers.withAZero().min(Comparator.naturalOrder())), Reading.NUMBERS);
        }
    }

    /** Largest number. */
    record Max() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(value, numbers -> number(numbers.withAZero().max(Comparator.naturalOrder())), Reading.NUMBERS);
        }
    }

    /** Sum of the numbers. */
    record Sum() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(value, numbers -> number(numbers.sum()), Reading.NUMBERS);
        }
    }

    /** Arithmetic mean of the numbers; unwritten zeros of a sparse vector count. */
    record Mean() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(
                    value,
                    numbers -> number(numbers.sum()
                            .map(sum ->
                                    tidy(sum.divide(BigDecimal.valueOf(numbers.present()), MathContext.DECIMAL64)))),
                    Reading.NUMBERS);
        }

        private static BigDecimal tidy(BigDecimal mean) {
            BigDecimal shortest = mean.stripTrailingZeros();
            return shortest.scale() < 0 && shortest.scale() > -20
                    ? shortest.setScale(0, RoundingMode.UNNECESSARY)
                    : shortest;
        }
    }

    /** How many numbers are not zero. */
    record Nonzero() implements Summary {
        @Override
        public Lookup of(Value value) {
            return over(
                    value,
                    numbers -> Num.of(numbers.written().stream()
                            .filter(number -> number.signum() != 0)
                            .count()),
                    Reading.NUMBERS);
        }
    }

    /**
     * The {@code most} largest: numbers of an array or vector, names of a map's entries by their values. Largest first;
     * equal ones in their order, names in theirs.
     */
    record TopK(int most) implements Summary {
        @Override
        public Lookup of(Value value) {
            if (value instanceof StructValue struct && Vector.of(struct).isEmpty()) {
                return names(struct);
            }
            return over(value, this::largest, Reading.NUMBERS);
        }

        private Value largest(Numbers numbers) {
            List<BigDecimal> all = new ArrayList<>(numbers.written());
            all.addAll(Collections.nCopies(Math.min(most, numbers.unwrittenZeros()), BigDecimal.ZERO));
            all.sort(Comparator.reverseOrder());
            return listOrNull(all.stream().limit(most).<Value>map(Num::new).toList());
        }

        private Lookup names(StructValue struct) {
            Map<String, BigDecimal> numbers = new LinkedHashMap<>();
            for (var entry : struct.fields().entrySet()) {
                switch (Numeric.of(entry.getValue())) {
                    case Numeric.Present present -> numbers.put(entry.getKey(), present.number());
                    case Numeric.Absent ignored -> {}
                    case Numeric.Other other -> {
                        return new Lookup.Mismatch("expected numbers as values of the map, found " + other.kind());
                    }
                }
            }
            List<Value> names = numbers.entrySet().stream()
                    .sorted(Map.Entry.<String, BigDecimal>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(most)
                    .<Value>map(entry -> new Text(entry.getKey()))
                    .toList();
            return new Lookup.Found(listOrNull(names));
        }

        private static Value listOrNull(List<Value> elements) {
            return elements.isEmpty() ? Value.NULL : new ListValue(elements);
        }
    }

    /** The elements of an array as one text; nulls are left out. */
    record Join(String separator) implements Summary {
        @Override
        public Lookup of(Value value) {
            return switch (value) {
                case Value.Null nothing -> new Lookup.Found(nothing);
                case ListValue list -> joined(list.elements());
                default -> new Lookup.Mismatch("expected an array before join, found " + value.kind());
            };
        }

        private Lookup joined(List<Value> elements) {
            List<String> texts = new ArrayList<>();
            for (Value element : elements) {
                switch (element) {
                    case Value.Null ignored -> {}
                    case Text text -> texts.add(text.value());
                    case Num num -> texts.add(num.value().toString());
                    case Value.Bool bool -> texts.add(Boolean.toString(bool.value()));
                    case ListValue ignored -> {
                        return new Lookup.Mismatch("expected texts or numbers to join, found array");
                    }
                    case StructValue ignored -> {
                        return new Lookup.Mismatch("expected texts or numbers to join, found struct");
                    }
                }
            }
            return new Lookup.Found(
                    texts.isEmpty() ? Value.NULL : new Text(texts.stream().collect(Collectors.joining(separator))));
        }
    }

    private static Value number(Optional<BigDecimal> number) {
        return number.<Value>map(Num::new).orElse(Value.NULL);
    }

    private static Lookup over(Value value, Function<Numbers, Value> figure, Reading reading) {
        return switch (value) {
            case Value.Null nothing -> new Lookup.Found(nothing);
            case ListValue list -> Numbers.read(list.elements(), 0, figure, reading);
            case StructValue struct ->
                Vector.of(struct)
                        .map(vector -> Numbers.read(vector.values(), vector.unwrittenZeros(), figure, reading))
                        .orElseGet(
                                () -> Numbers.read(List.copyOf(struct.fields().values()), 0, figure, reading));
            default -> new Lookup.Mismatch("expected an array, vector or map to summarise, found " + value.kind());
        };
    }

    /** Whether elements that are no numbers matter. */
    enum Reading {
        NUMBERS,
        ANYTHING
    }
}
