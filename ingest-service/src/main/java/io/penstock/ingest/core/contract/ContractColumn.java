package io.penstock.ingest.core.contract;

import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.SparkType;
import java.math.BigDecimal;
import java.util.List;

/**
 * One column of a contract.
 *
 * @param typeText the type as the project file spells it, for messages
 * @param required a row without a value is quarantined
 * @param optional the source may lack the column altogether
 * @param was former names, newest first
 * @param min lowest number allowed, or null
 * @param max highest number allowed, or null
 * @param oneOf values allowed; empty allows any
 */
public record ContractColumn(
        String name,
        SparkType type,
        String typeText,
        boolean required,
        boolean optional,
        List<String> was,
        BigDecimal min,
        BigDecimal max,
        List<Leaf> oneOf) {
    public ContractColumn {
        was = List.copyOf(was);
        oneOf = List.copyOf(oneOf);
    }
}
