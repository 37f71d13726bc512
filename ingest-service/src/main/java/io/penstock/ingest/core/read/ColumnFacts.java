package io.penstock.ingest.core.read;

import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a catalog knows of the columns of a connection's tables beyond their names and types. Asking must not start a
 * warehouse. Called from many threads.
 */
@FunctionalInterface
public interface ColumnFacts {
    /** A catalog that tells nothing. */
    ColumnFacts NONE = table -> Optional.empty();

    /**
     * The columns of a table as the catalog shows them now, which may be another version than the one being read.
     * Whatever fails is an empty answer: nobody needs these facts to read rows.
     *
     * @param table three-part name
     * @return column name to its facts, in order
     */
    Optional<SequencedMap<String, Fact>> columns(String table);

    /**
     * One column.
     *
     * @param id column-mapping id, or null if the table has none
     * @param nullable null if the catalog does not tell
     * @param typeText as the engine spells it
     */
    record Fact(String id, Boolean nullable, String typeText) {}
}
