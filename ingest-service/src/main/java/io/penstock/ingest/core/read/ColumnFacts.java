package io.penstock.ingest.core.read;

import java.util.Optional;
import java.util.SequencedMap;

/** What a catalog knows about a table's columns beside the warehouse's own description. */
public interface ColumnFacts {
    /** A table's columns by name, in order; empty if they are not known. Never fails. */
    Optional<SequencedMap<String, Fact>> columns(String table);

    /**
     * One column.
     *
     * @param id column-mapping id, or null if the table has none
     * @param nullable null if unknown
     * @param typeText exact type, nested to any depth
     */
    record Fact(String id, Boolean nullable, String typeText) {}
}
