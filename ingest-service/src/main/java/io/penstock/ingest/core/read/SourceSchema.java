package io.penstock.ingest.core.read;

import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkTypeParser;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A source's columns, in order. Names are unique; the engine compares them without regard to case. */
public record SourceSchema(SequencedMap<String, SourceColumn> columns) {
    public SourceSchema {
        columns = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(columns));
    }

    /** In the order given. */
    public static SourceSchema of(List<SourceColumn> columns) {
        SequencedMap<String, SourceColumn> named = new LinkedHashMap<>();
        columns.forEach(column -> named.put(column.name(), column));
        return new SourceSchema(named);
    }

    /** Name to type as the engine spells it. */
    public SequencedMap<String, String> typeTexts() {
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        columns.forEach((name, column) -> texts.put(name, column.type()));
        return texts;
    }

    /** Name to type. */
    public SequencedMap<String, SparkType> types() {
        SequencedMap<String, SparkType> types = new LinkedHashMap<>();
        columns.forEach((name, column) -> types.put(name, SparkTypeParser.parse(column.type())));
        return types;
    }
}
