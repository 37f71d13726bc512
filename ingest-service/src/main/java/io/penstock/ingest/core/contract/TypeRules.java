package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkType.Simple;
import io.penstock.ingest.core.type.TypeMapping;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Which source types satisfy a contract type. The same type does, and a type all of whose values the contract's type
 * holds exactly ({@code int} for {@code bigint} or {@code decimal(10,0)}, {@code float} for {@code double}); nothing
 * that would round, parse or print.
 */
public final class TypeRules {
    /** Integers by width in bits; double holds the first three exactly. */
    private static final Map<Kind, Integer> BITS =
            Map.of(Kind.TINYINT, 8, Kind.SMALLINT, 16, Kind.INT, 32, Kind.BIGINT, 64);

    /** Decimal digits that hold every value of an integer type. */
    private static final Map<Kind, Integer> DIGITS =
            Map.of(Kind.TINYINT, 3, Kind.SMALLINT, 5, Kind.INT, 10, Kind.BIGINT, 19);

    private TypeRules() {}

    /** Whether every value of {@code source} is a value of {@code contract}. */
    public static boolean accepts(SparkType contract, SparkType source) {
        if (source.is(Kind.VOID) || contract.equals(SparkType.ANY)) {
            return true;
        }
        return switch (contract) {
            case Simple simple -> source instanceof Simple other && acceptsSimple(simple.kind(), other.kind());
            case SparkType.Decimal decimal ->
                switch (source) {
                    case SparkType.Decimal other -> acceptsDecimal(decimal, other);
                    case Simple other
                    when DIGITS.containsKey(other.kind()) ->
                        acceptsDecimal(decimal, new SparkType.Decimal(DIGITS.get(other.kind()), 0));
                    default -> false;
                };
            case SparkType.Array array ->
                source instanceof SparkType.Array other && accepts(array.element(), other.element());
            case SparkType.Dictionary map ->
                source instanceof SparkType.Dictionary other
                        && TypeMapping.hasTextAsKey(other.key())
                        && accepts(map.value(), other.value());
            case SparkType.Struct struct -> source instanceof SparkType.Struct other && acceptsStruct(struct, other);
        };
    }

    /**
     * Whether one value of a source type that is not accepted is nevertheless a value of the contract's type. Only
     * numbers can be: a number is a number, whatever its column was declared as. Null is a value of every type.
     */
    public static boolean holds(SparkType contract, Leaf value) {
        return switch (value) {
            case Leaf.Nothing _ -> true;
            case Leaf.Number number -> holdsNumber(contract, number.value());
            case Leaf.Text _, Leaf.Truth _ -> false;
        };
    }

    /**
     * Whether any value but null of a source type that is not accepted can be {@linkplain #holds held}, so that rows
     * are to be judged one by one.
     */
    public static boolean mayHold(SparkType contract, SparkType source) {
        return isNumber(contract) && (isNumber(source) || source.is(Kind.VARIANT));
    }

    private static boolean isNumber(SparkType type) {
        return type instanceof SparkType.Decimal
                || type.is(Kind.FLOAT)
                || type.is(Kind.DOUBLE)
                || (type instanceof Simple simple && BITS.containsKey(simple.kind()));
    }

    private static boolean acceptsSimple(Kind contract, Kind source) {
        if (contract == source) {
            return true;
        }
        if (BITS.containsKey(contract)) {
            return BITS.getOrDefault(source, 65) <= BITS.get(contract);
        }
        return switch (contract) {
            case DOUBLE -> source == Kind.FLOAT || BITS.getOrDefault(source, 65) <= 32;
            case FLOAT -> BITS.getOrDefault(source, 65) <= 16;
            default -> false;
        };
    }

    private static boolean acceptsDecimal(SparkType.Decimal contract, SparkType.Decimal source) {
        return contract.precision() < 0
                || (source.scale() <= contract.scale()
                        && source.precision() - source.scale() <= contract.precision() - contract.scale());
    }

    private static boolean acceptsStruct(SparkType.Struct contract, SparkType.Struct source) {
        return contract.fields().entrySet().stream().allMatch(field -> {
            SparkType found = source.fields().get(field.getKey());
            return found == null ? source.open() : accepts(field.getValue(), found);
        });
    }

    private static boolean holdsNumber(SparkType contract, BigDecimal value) {
        if (contract instanceof SparkType.Decimal decimal) {
            BigDecimal plain = value.stripTrailingZeros();
            return decimal.precision() < 0
                    || (plain.scale() <= decimal.scale()
                            && plain.precision() - plain.scale() <= decimal.precision() - decimal.scale());
        }
        if (contract.is(Kind.DOUBLE) || contract.is(Kind.FLOAT)) {
            return TypeMapping.survivesDouble(value)
                    && (contract.is(Kind.DOUBLE) || Float.isFinite(value.floatValue()));
        }
        return contract instanceof Simple simple
                && BITS.containsKey(simple.kind())
                && value.stripTrailingZeros().scale() <= 0
                && value.toBigInteger().bitLength() < BITS.get(simple.kind());
    }
}
