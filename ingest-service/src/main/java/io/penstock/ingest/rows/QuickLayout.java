package io.penstock.ingest.rows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.penstock.ingest.core.contract.ColumnCheck;
import io.penstock.ingest.core.contract.Shape;
import io.penstock.ingest.core.contract.TypeRules;
import io.penstock.schemas.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The columns of a range's rows in the order in which they stand in every row's text, and which of them the shape
 * takes.
 *
 * @param columns all of them, by name
 * @param parts for each part of the shape its column, or empty if the source has none
 */
record QuickLayout(SequencedMap<String, Column> columns, List<Optional<Column>> parts) {
    /** One column, and where its value stands in the row at hand: in the text, in the row and in the hash. */
    static final class Column {
        final byte[] name;
        final Optional<QuickType> type;
        boolean hasValue;
        int from;
        int to;
        int rowFrom;
        int rowTo;
        int canonicalFrom;
        int canonicalTo;

        private Column(String name, Optional<QuickType> type) {
            this.name = QuickType.name(name);
            this.type = type;
        }
    }

    /** Learns the order from one row; empty if rows of this shape go as trees. */
    static Optional<QuickLayout> of(Shape shape, String json) {
        Map<String, QuickType> types = new LinkedHashMap<>();
        Set<String> taken = new HashSet<>();
        for (Shape.Part part : shape.parts()) {
            Optional<QuickType> type = part.type() == null ? Optional.empty() : QuickType.of(part.type());
            boolean quick = part.source() == null
                    ? part.contract() == null
                            || ColumnCheck.absent(part.contract()).isEmpty()
                    : type.isPresent() && accepts(part) && taken.add(part.source());
            if (!quick) {
                return Optional.empty();
            }
            type.ifPresent(known -> types.put(part.source(), known));
        }
        SequencedMap<String, Column> columns = columns(json, types);
        return columns.keySet().containsAll(types.keySet())
                ? Optional.of(new QuickLayout(columns, parts(shape, columns)))
                : Optional.empty();
    }

    private static boolean accepts(Shape.Part part) {
        return part.contract() == null || TypeRules.accepts(part.contract().type(), part.type());
    }

    private static List<Optional<Column>> parts(Shape shape, Map<String, Column> columns) {
        List<Optional<Column>> parts = new ArrayList<>();
        shape.parts()
                .forEach(part -> parts.add(Optional.ofNullable(part.source()).map(columns::get)));
        return List.copyOf(parts);
    }

    private static SequencedMap<String, Column> columns(String json, Map<String, QuickType> types) {
        SequencedMap<String, Column> columns = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, JsonNode> field : Json.wire().readTree(json).properties()) {
                String name = field.getKey();
                columns.put(name, new Column(name, Optional.ofNullable(types.get(name))));
            }
        } catch (JsonProcessingException e) {
            columns.clear();
        }
        return columns;
    }
}
