package io.penstock.transform.core.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The numbers of an array, vector or map.
 *
 * @param size elements in all, nulls included
 * @param written the numbers that stand there
 * @param unwrittenZeros zeros of a sparse vector that do not
 */
record Numbers(long size, List<BigDecimal> written, int unwrittenZeros) {
    static Lookup read(
            List<Value> elements, int unwrittenZeros, Function<Numbers, Value> figure, Summary.Reading reading) {
        List<BigDecimal> written = new ArrayList<>();
        for (Value element : elements) {
            switch (Numeric.of(element)) {
                case Numeric.Present present -> written.add(present.number());
                case Numeric.Absent ignored -> {}
                case Numeric.Other other when reading == Summary.Reading.ANYTHING -> {}
                case Numeric.Other other -> {
                    return new Lookup.Mismatch("expected numbers to summarise, found " + other.kind());
                }
            }
        }
        long size = (long) elements.size() + unwrittenZeros;
        return new Lookup.Found(figure.apply(new Numbers(size, written, unwrittenZeros)));
    }

    /** The written numbers, and one zero if there are unwritten ones. */
    Stream<BigDecimal> withAZero() {
        return unwrittenZeros > 0 ? Stream.concat(written.stream(), Stream.of(BigDecimal.ZERO)) : written.stream();
    }

    /** How many numbers there are, unwritten zeros included. */
    long present() {
        return (long) written.size() + unwrittenZeros;
    }

    /** Empty if there are no numbers. Addition is bounded: a number with a monstrous exponent costs nothing. */
    Optional<BigDecimal> sum() {
        return present() == 0
                ? Optional.empty()
                : Optional.of(written.stream()
                        .reduce(BigDecimal.ZERO, (left, right) -> left.add(right, MathContext.DECIMAL128)));
    }
}
