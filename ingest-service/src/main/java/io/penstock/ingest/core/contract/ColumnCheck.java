package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.contract.Violation.Code;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.core.type.SparkType;
import java.util.Optional;

/** Whether one value keeps the contract. A value that does not quarantines its row; it is never bent into shape. */
public final class ColumnCheck {
    private ColumnCheck() {}

    /** A column that the source does not have now. */
    public static Optional<Violation> absent(ContractColumn column) {
        return column.required() && !column.optional() ? violation(Code.MISSING_REQUIRED, column) : Optional.empty();
    }

    /** A struct, array, map or vector that is not null. */
    public static Optional<Violation> container(ContractColumn column, SparkType source) {
        return TypeRules.accepts(column.type(), source) ? Optional.empty() : violation(Code.WRONG_TYPE, column);
    }

    /**
     * A leaf.
     *
     * @param raw as the engine rendered it, before the mapping; ranges are checked on this exact value
     * @param mapped what the row will hold; NaN counts as null here
     */
    public static Optional<Violation> leaf(ContractColumn column, SparkType source, Leaf raw, Mapped mapped) {
        if (mapped.note() == Mapped.Note.UNREADABLE) {
            return violation(Code.UNREADABLE_VALUE, column);
        }
        if (mapped.leaf() instanceof Leaf.Nothing) {
            return column.required() ? violation(Code.MISSING_REQUIRED, column) : Optional.empty();
        }
        if (!TypeRules.accepts(column.type(), source) && !TypeRules.holds(column.type(), raw)) {
            return violation(Code.WRONG_TYPE, column);
        }
        return range(column, raw).or(() -> allowed(column, raw));
    }

    private static Optional<Violation> range(ContractColumn column, Leaf raw) {
        if (!(raw instanceof Leaf.Number(var value))) {
            return Optional.empty();
        }
        if (column.min() != null && value.compareTo(column.min()) < 0) {
            return violation(Code.BELOW_MIN, column);
        }
        return column.max() != null && value.compareTo(column.max()) > 0
                ? violation(Code.ABOVE_MAX, column)
                : Optional.empty();
    }

    private static Optional<Violation> allowed(ContractColumn column, Leaf raw) {
        return column.oneOf().isEmpty() || column.oneOf().stream().anyMatch(one -> same(one, raw))
                ? Optional.empty()
                : violation(Code.NOT_ALLOWED, column);
    }

    private static boolean same(Leaf one, Leaf other) {
        return one instanceof Leaf.Number(var a) && other instanceof Leaf.Number(var b)
                ? a.compareTo(b) == 0
                : one.equals(other);
    }

    private static Optional<Violation> violation(Code code, ContractColumn column) {
        return Optional.of(new Violation(code, column.name()));
    }
}
