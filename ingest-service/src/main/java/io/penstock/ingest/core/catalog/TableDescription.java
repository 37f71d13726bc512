package io.penstock.ingest.core.catalog;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as its catalog describes it. Where its files lie is left out on purpose.
 *
 * @param kind {@code MANAGED}, {@code EXTERNAL}, {@code VIEW} …
 * @param format {@code DELTA} …, null for a view
 * @param comment null if there is none
 * @param owner null if the catalog does not tell
 */
public record TableDescription(
        String fullName,
        String kind,
        String format,
        String comment,
        String owner,
        Map<String, String> properties,
        List<Column> columns) {
    public TableDescription {
        properties = Collections.unmodifiableMap(new TreeMap<>(properties));
        columns = List.copyOf(columns);
    }

    /**
     * One column, or one field of a struct.
     *
     * @param type exact, nested to any depth, as the engine spells it
     * @param comment null if there is none
     * @param nullable null if unknown
     * @param position from 0
     * @param id column-mapping id, which stays the same through renames; null if the table has none
     * @param fields those of a struct, also of one inside an array or a map's values; empty otherwise
     */
    public record Column(
            String name, String type, String comment, Boolean nullable, int position, String id, List<Column> fields) {
        public Column {
            fields = List.copyOf(fields);
        }
    }
}
