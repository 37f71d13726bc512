package io.penstock.ingest.core.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** A Spark SQL type as {@code DESCRIBE QUERY} spells it. Made by {@link SparkTypeParser}. */
public sealed interface SparkType {
    /** Types that have no parts, or whose parts never matter here. */
    enum Kind {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        FLOAT,
        DOUBLE,
        STRING,
        BINARY,
        DATE,
        TIMESTAMP,
        TIMESTAMP_NTZ,
        VARIANT,
        /** Spark ML vector: {@code {type,size,indices,values}} in JSON. */
        VECTOR,
        VOID,
        /** Intervals, geometry and whatever comes: passes as the engine renders it. */
        OTHER
    }

    /** A type without parts. */
    record Simple(Kind kind) implements SparkType {}

    /** Exact number; {@code -1} for both when a contract says {@code decimal} without details. */
    record Decimal(int precision, int scale) implements SparkType {}

    /** Array. */
    record Array(SparkType element) implements SparkType {}

    /** Map; JSON knows only text keys. */
    record Dictionary(SparkType key, SparkType value) implements SparkType {}

    /**
     * Struct.
     *
     * @param open whether there may be more fields than listed: a contract's bare {@code struct}, or a description that
     *     the engine cut short
     */
    record Struct(SequencedMap<String, SparkType> fields, boolean open) implements SparkType {
        public Struct {
            fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
        }
    }

    /** Whatever is not said: VARIANT, and the parts of a bare {@code array}, {@code map}, {@code struct}. */
    SparkType ANY = new Simple(Kind.VARIANT);

    /** Whether this is a simple type of that kind. */
    default boolean is(Kind kind) {
        return this instanceof Simple simple && simple.kind() == kind;
    }

    /** As the engine spells it; types that this program does not know are {@code other}. */
    default String text() {
        return switch (this) {
            case Simple simple -> simple.kind().name().toLowerCase(Locale.ROOT);
            case Decimal decimal ->
                decimal.precision() < 0 ? "decimal" : "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
            case Array array -> "array<" + array.element().text() + ">";
            case Dictionary map -> "map<" + map.key().text() + "," + map.value().text() + ">";
            case Struct struct -> {
                List<String> fields = new ArrayList<>();
                struct.fields().forEach((name, type) -> fields.add(name + ":" + type.text()));
                if (struct.open()) {
                    fields.add("...");
                }
                yield "struct<" + String.join(",", fields) + ">";
            }
        };
    }
}
