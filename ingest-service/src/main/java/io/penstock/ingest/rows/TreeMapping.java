package io.penstock.ingest.rows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.penstock.ingest.core.type.Leaf;
import io.penstock.ingest.core.type.Mapped;
import io.penstock.ingest.core.type.Mapped.Note;
import io.penstock.ingest.core.type.SparkType;
import io.penstock.ingest.core.type.SparkType.Kind;
import io.penstock.ingest.core.type.SparkType.Simple;
import io.penstock.ingest.core.type.TypeMapping;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Set;

/** Applies the mapping table to every leaf of one column's value. One object per value; one thread. */
final class TreeMapping {
    /** What a Spark ML vector is in JSON; {@code indices} is null in a dense one. */
    private static final SparkType VECTOR = vector();

    private Set<Note> notes = Set.of();
    private Mapped lastLeaf;

    /** What happened to any leaf, {@link Note#NONE} left out. */
    Set<Note> notes() {
        return notes;
    }

    /** What the last leaf became; of a value without parts, the value itself. */
    Mapped lastLeaf() {
        return lastLeaf;
    }

    JsonNode map(SparkType type, JsonNode node) {
        if (node.isObject()) {
            return object(type, (ObjectNode) node);
        }
        if (node.isArray()) {
            return array(type, (ArrayNode) node);
        }
        return leaf(type, node);
    }

    private JsonNode leaf(SparkType type, JsonNode node) {
        Leaf raw = Leaves.of(node);
        boolean anything = !(type instanceof Simple) && !(type instanceof SparkType.Decimal);
        if (anything && !(raw instanceof Leaf.Nothing)) {
            note(Note.UNREADABLE);
            return Leaves.NODES.nullNode();
        }
        Mapped mapped = TypeMapping.map(type, raw);
        lastLeaf = mapped;
        if (mapped.note() != Note.NONE) {
            note(mapped.note());
        }
        return mapped.leaf().equals(raw) ? node : Leaves.node(mapped.leaf());
    }

    private JsonNode array(SparkType type, ArrayNode array) {
        SparkType element = switch (type) {
            case SparkType.Array spark -> spark.element();
            case Simple simple when simple.kind() == Kind.VARIANT || simple.kind() == Kind.OTHER -> SparkType.ANY;
            default -> null;
        };
        if (element == null) {
            return unreadable();
        }
        ArrayNode mapped = Leaves.NODES.arrayNode(array.size());
        array.forEach(item -> mapped.add(map(element, item)));
        return mapped;
    }

    private JsonNode object(SparkType type, ObjectNode object) {
        if (type.is(Kind.VECTOR)) {
            return object(VECTOR, object);
        }
        boolean known = type instanceof SparkType.Struct
                || type instanceof SparkType.Dictionary
                || type.is(Kind.VARIANT)
                || type.is(Kind.OTHER);
        if (!known) {
            return unreadable();
        }
        if (type instanceof SparkType.Dictionary map) {
            return dictionary(map, object);
        }
        ObjectNode mapped = Leaves.NODES.objectNode();
        object.properties()
                .forEach(field -> mapped.set(field.getKey(), map(part(type, field.getKey()), field.getValue())));
        return mapped;
    }

    private JsonNode dictionary(SparkType.Dictionary type, ObjectNode object) {
        if (!TypeMapping.hasTextAsKey(type.key())) {
            note(Note.KEYS_WITHOUT_TEXT);
            return Leaves.NODES.nullNode();
        }
        ObjectNode mapped = Leaves.NODES.objectNode();
        object.properties()
                .forEach(entry ->
                        mapped.set(TypeMapping.key(type.key(), entry.getKey()), map(type.value(), entry.getValue())));
        return mapped;
    }

    private static SparkType part(SparkType type, String field) {
        return switch (type) {
            case SparkType.Struct struct -> struct.fields().getOrDefault(field, SparkType.ANY);
            default -> SparkType.ANY;
        };
    }

    private void note(Note note) {
        if (notes.isEmpty()) {
            notes = EnumSet.noneOf(Note.class);
        }
        notes.add(note);
    }

    private JsonNode unreadable() {
        note(Note.UNREADABLE);
        return Leaves.NODES.nullNode();
    }

    private static SparkType vector() {
        LinkedHashMap<String, SparkType> fields = new LinkedHashMap<>();
        fields.put("type", new Simple(Kind.TINYINT));
        fields.put("size", new Simple(Kind.INT));
        fields.put("indices", new SparkType.Array(new Simple(Kind.INT)));
        fields.put("values", new SparkType.Array(new Simple(Kind.DOUBLE)));
        return new SparkType.Struct(fields, false);
    }
}
