package io.penstock.ingest.rows;

import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Simple;
import io.penstock.schemas.JsonBytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A source type of which values can be shaped in one pass over their text; others go as trees. */
sealed interface QuickType {
    /** Text, binary: passes as it is. */
    record Plain() implements QuickType {}

    /** True or false. */
    record Truth() implements QuickType {}

    /**
     * A number.
     *
     * @param whole whether it has no fraction
     * @param trimmed whether zeros at the end of the fraction go (DECIMAL)
     */
    record Number(SparkType type, boolean whole, boolean trimmed) implements QuickType {}

    /** A date or timestamp, whose text is brought into one form. */
    record Time(SparkType type) implements QuickType {}

    /** A list of one type. */
    record Items(QuickType element) implements QuickType {}

    /**
     * Fields that come all of them, in this order.
     *
     * @param names as they stand in the text: quoted, with the colon
     * @param sorted indexes of the fields in the order of their names
     * @param from scratch space: where each field's canonical text begins; -1 if it is null
     * @param to scratch space likewise
     */
    record Fields(List<byte[]> names, List<QuickType> types, int[] sorted, int[] from, int[] to) implements QuickType {}

    /** The type, or empty if its values go as trees: maps, variants, vectors, what the engine cut short. */
    static Optional<QuickType> of(SparkType type) {
        return switch (type) {
            case Simple simple -> simple(simple);
            case SparkType.Decimal _ -> Optional.of(new Number(type, false, true));
            case SparkType.Array array -> of(array.element()).map(Items::new);
            case SparkType.Struct struct -> struct.open() ? Optional.empty() : fields(struct);
            case SparkType.Dictionary _ -> Optional.empty();
        };
    }

    private static Optional<QuickType> simple(Simple type) {
        return switch (type.kind()) {
            case STRING, BINARY -> Optional.of(new Plain());
            case BOOLEAN -> Optional.of(new Truth());
            case TINYINT, SMALLINT, INT, BIGINT -> Optional.of(new Number(type, true, false));
            case FLOAT, DOUBLE -> Optional.of(new Number(type, false, false));
            case DATE, TIMESTAMP, TIMESTAMP_NTZ -> Optional.of(new Time(type));
            case VARIANT, VECTOR, VOID, OTHER -> Optional.empty();
        };
    }

    private static Optional<QuickType> fields(SparkType.Struct struct) {
        List<String> names = List.copyOf(struct.fields().keySet());
        List<QuickType> types = new ArrayList<>();
        for (SparkType type : struct.fields().values()) {
            Optional<QuickType> quick = of(type);
            if (quick.isEmpty()) {
                return Optional.empty();
            }
            types.add(quick.get());
        }
        return Optional.of(new Fields(
                names.stream().map(QuickType::name).toList(),
                types,
                sorted(names),
                new int[names.size()],
                new int[names.size()]));
    }

    /** A field's name as it stands in the text. */
    static byte[] name(String name) {
        return new JsonBytes(name.length() + 3).quoted(name).raw(':').copy();
    }

    /** Indexes in the order of the names. */
    static int[] sorted(List<String> names) {
        return IntStream.range(0, names.size())
                .boxed()
                .sorted(Comparator.comparing(names::get))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
