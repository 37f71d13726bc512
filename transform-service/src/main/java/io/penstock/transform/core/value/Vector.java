package io.penstock.transform.core.value;

import io.penstock.transform.core.value.Value.ListValue;
import io.penstock.transform.core.value.Value.Num;
import io.penstock.transform.core.value.Value.StructValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Spark ML vector in the form the engine writes: {@code type} 1 is dense ({@code values} holds all elements),
 * {@code type} 0 is sparse ({@code size} elements, those not named by {@code indices} are zero).
 *
 * @param indices empty for a dense vector
 */
record Vector(int size, List<Value> indices, List<Value> values) {
    private static final Set<String> FIELDS = Set.of("type", "size", "indices", "values");
    private static final Num DENSE = Num.of(1);
    private static final Num SPARSE = Num.of(0);

    /** Empty if the struct is not shaped like a vector, which makes it an ordinary struct. */
    static Optional<Vector> of(StructValue struct) {
        if (!FIELDS.containsAll(struct.fields().keySet()) || !(struct.field("values") instanceof ListValue values)) {
            return Optional.empty();
        }
        Value type = struct.field("type");
        if (type.equals(DENSE)) {
            return Optional.of(new Vector(values.elements().size(), List.of(), values.elements()));
        }
        if (type.equals(SPARSE)
                && struct.field("size") instanceof Num(BigDecimal size)
                && struct.field("indices") instanceof ListValue indices
                && indices.elements().size() == values.elements().size()
                && isSize(size, values.elements().size())) {
            return Optional.of(new Vector(size.intValueExact(), indices.elements(), values.elements()));
        }
        return Optional.empty();
    }

    private static boolean isSize(BigDecimal size, int atLeast) {
        return size.scale() == 0
                && size.compareTo(BigDecimal.valueOf(atLeast)) >= 0
                && size.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0;
    }

    /** The element, zero included; {@link Value#NULL} beyond the end. */
    Value at(int position) {
        if (position >= size) {
            return Value.NULL;
        }
        if (indices.isEmpty() && !values.isEmpty() && values.size() == size) {
            return values.get(position);
        }
        int found = indices.indexOf(Num.of(position));
        return found < 0 ? Num.of(0) : values.get(found);
    }

    /** Elements that are zero because nobody wrote them down. */
    int unwrittenZeros() {
        return size - values.size();
    }
}
