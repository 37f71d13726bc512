package io.penstock.ingest.core.type;

import java.math.BigDecimal;

/** A value without parts, as the JSON text of a row holds it. */
public sealed interface Leaf {
    /** Text. */
    record Text(String value) implements Leaf {}

    /** A number, exactly as written. */
    record Number(BigDecimal value) implements Leaf {}

    /** True or false. */
    record Truth(boolean value) implements Leaf {}

    /** JSON null. */
    record Nothing() implements Leaf {}

    /** The one null. */
    Leaf NOTHING = new Nothing();
}
