package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.math.BigDecimal;
import java.util.List;

/** Short ways to write contract columns in tests. */
public final class Columns {
    private Columns() {}

    public static ContractColumn column(String name, String type, String... was) {
        return make(name, type, false, false, List.of(was), null, null, List.of());
    }

    public static ContractColumn required(String name, String type, String... was) {
        return make(name, type, true, false, List.of(was), null, null, List.of());
    }

    public static ContractColumn optional(String name, String type) {
        return make(name, type, false, true, List.of(), null, null, List.of());
    }

    public static ContractColumn between(String name, String type, String min, String max) {
        return make(name, type, false, false, List.of(), new BigDecimal(min), new BigDecimal(max), List.of());
    }

    public static ContractColumn oneOf(String name, String type, Leaf... values) {
        return make(name, type, false, false, List.of(), null, null, List.of(values));
    }

    private static ContractColumn make(
            String name,
            String type,
            boolean required,
            boolean optional,
            List<String> was,
            BigDecimal min,
            BigDecimal max,
            List<Leaf> oneOf) {
        return new ContractColumn(name, SparkTypeParser.parse(type), type, required, optional, was, min, max, oneOf);
    }
}
