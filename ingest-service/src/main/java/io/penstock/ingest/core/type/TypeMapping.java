package io.penstock.ingest.core.type;

import io.penstock.ingest.core.type.Mapped.Note;
import io.penstock.ingest.core.type.SparkType.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * The mapping table: what a leaf of the engine's JSON becomes under its column's type. Decided by the type alone, never
 * guessed from text.
 *
 * <p>Numbers leave as JSON numbers only if JavaScript's double holds them exactly; an integer or decimal that it does
 * not leaves as text, because a rounded identifier is a wrong one.
 */
public final class TypeMapping {
    /** Largest integer below which every integer is a double: 2^53 − 1. */
    public static final BigDecimal SAFE_INTEGER = BigDecimal.valueOf(9_007_199_254_740_991L);

    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ISO_LOCAL_DATE_TIME;

    private TypeMapping() {}

    /** Maps one leaf. Text of STRING, BINARY, intervals and unknown types passes unchanged; null stays null. */
    public static Mapped map(SparkType type, Leaf leaf) {
        return switch (leaf) {
            case Leaf.Nothing nothing -> Mapped.same(nothing);
            case Leaf.Truth truth -> Mapped.same(truth);
            case Leaf.Number number -> number(type, number);
            case Leaf.Text text -> text(type, text);
        };
    }

    /**
     * Maps a map's key, which is text in JSON whatever its type. The engine renders dates as days and instants as
     * microseconds since 1970 there; they become what they are as values. Every other key stays as rendered.
     */
    public static String key(SparkType type, String rendered) {
        if (!(type instanceof SparkType.Simple simple) || !rendered.matches("-?\\d{1,18}")) {
            return rendered;
        }
        long number = Long.parseLong(rendered);
        return switch (simple.kind()) {
            case DATE -> LocalDate.ofEpochDay(number).toString();
            case TIMESTAMP -> instantOf(number).toString();
            case TIMESTAMP_NTZ -> LOCAL.format(LocalDateTime.ofInstant(instantOf(number), ZoneOffset.UTC));
            default -> rendered;
        };
    }

    /**
     * Whether the engine gives keys of this type a text of their own. It writes bytes as the address of an object,
     * which is another one at every read.
     */
    public static boolean hasTextAsKey(SparkType type) {
        return switch (type) {
            case SparkType.Simple simple -> simple.kind() != Kind.BINARY;
            case SparkType.Decimal _ -> true;
            case SparkType.Array array -> hasTextAsKey(array.element());
            case SparkType.Dictionary map -> hasTextAsKey(map.key()) && hasTextAsKey(map.value());
            case SparkType.Struct struct -> struct.fields().values().stream().allMatch(TypeMapping::hasTextAsKey);
        };
    }

    /** Whether a double holds exactly this value. */
    public static boolean survivesDouble(BigDecimal value) {
        double near = value.doubleValue();
        return Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(value) == 0;
    }

    private static Mapped number(SparkType type, Leaf.Number number) {
        if (type instanceof SparkType.Decimal) {
            return decimal(number.value());
        }
        if (type.is(Kind.BIGINT)) {
            return integer(number);
        }
        if (type.is(Kind.VARIANT)) {
            return number.value().stripTrailingZeros().scale() <= 0 ? integer(number) : decimal(number.value());
        }
        return Mapped.same(number);
    }

    private static Mapped integer(Leaf.Number number) {
        return number.value().abs().compareTo(SAFE_INTEGER) <= 0
                ? Mapped.same(number)
                : new Mapped(new Leaf.Text(number.value().toBigInteger().toString()), Note.BIG_INTEGER_AS_TEXT);
    }

    private static Mapped decimal(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        plain = plain.scale() < 0 ? plain.setScale(0, RoundingMode.UNNECESSARY) : plain;
        return survivesDouble(plain)
                ? Mapped.same(new Leaf.Number(plain))
                : new Mapped(new Leaf.Text(plain.toPlainString()), Note.DECIMAL_AS_TEXT);
    }

    private static Mapped text(SparkType type, Leaf.Text text) {
        if (!(type instanceof SparkType.Simple simple)) {
            return unreadable();
        }
        return switch (simple.kind()) {
            case FLOAT, DOUBLE -> notFinite(text.value());
            case DATE -> instant(() -> LocalDate.parse(text.value()).toString());
            case TIMESTAMP -> instant(() -> TimestampText.canonical(text.value()));
            case TIMESTAMP_NTZ -> instant(() -> LOCAL.format(LocalDateTime.parse(text.value())));
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT, VECTOR, VOID -> unreadable();
            case STRING, BINARY, VARIANT, OTHER -> Mapped.same(text);
        };
    }

    /**
     * Of a TIMESTAMP as the engine usually renders it, how many bytes of its text stay; a {@code Z} follows them.
     *
     * @return -1 if it has to be mapped as a leaf
     */
    public static int timestampLength(byte[] text, int from, int to) {
        return TimestampText.lengthKept(text, from, to);
    }

    private static Instant instantOf(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static Mapped notFinite(String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" -> new Mapped(Leaf.NOTHING, Note.NOT_FINITE);
            default -> unreadable();
        };
    }

    private static Mapped instant(java.util.function.Supplier<String> canonical) {
        try {
            return Mapped.same(new Leaf.Text(canonical.get()));
        } catch (DateTimeException e) {
            return unreadable();
        }
    }

    private static Mapped unreadable() {
        return new Mapped(Leaf.NOTHING, Note.UNREADABLE);
    }
}
